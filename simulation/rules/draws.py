"""Random numbers as a pure function of what they are for: no generator, no state, no order of drawing.

Each draw is named by a seed, a purpose (one of `PURPOSES`), and three whole numbers: who draws, when, and which draw of that
purpose this is at that moment (n).  Two scenarios with the same seed therefore share every draw they both make (common random
numbers), whatever else they draw.  The function is Philox4x32-7 with the seed as key and (who, when, n, purpose) as counter: seven rounds are the fewest
that its authors found to pass every test of BigCrush; the ten of other libraries are for margin.

Seeds lie in 0 .. 2^63 - 1; who, when, n and purpose in 0 .. 2^32 - 1 (only their low 32 bits count).  Arithmetic is on signed 64-bit
integers masked to 32 bits: the wrapped products of compiled code and the unbounded ones of Python agree under the mask.

Source: Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC'11 (the Random123 library).
"""

from simulation.rules.compile import rule

# What draws are for. A purpose's number is its place in this tuple: append, never reorder, or every seed tells another story.
# "A contact's key" is: who = user, when = day of arrival, n = rank among the user's contacts of that day. What is not said is 0.
PURPOSES = (
    "ARRIVAL",  # gap before a new need, and whose it is; who = channel, when = day, n = rank of the arrival in the day
    "USER_TRAITS",  # a user's lasting traits; who = user, when = how many had the place before, n = group of traits
    "USER_RENEWAL",  # how soon a user who left is replaced; who = user, when = how many had the place before
    "LET_DOWN",  # whether a returning user takes another channel, and which, whether one who was let down leaves, calls out, and how soon (n + 1000); a contact's key
    "SERVICE",  # how long serving takes an expert, whether private life weighs on the user that day, whether the contact becomes an episode, and begins with a reminder; a contact's key
    "PATIENCE",  # how long a user waits before giving up, whether and when one who gave up tries again; a contact's key
    "CASE",  # what a case asks for; who = user, when = day of opening
    "DEFLECT",  # whether the machine fails a user; who = user, when = day
    "RESOLUTION",  # what a contact does to the case, how the user is received, whether and when one with an open case comes back; a contact's key
    "EPISODE",  # of which kind an episode is, whether it ends well, whether the support desk answers, whether an exception may be made; a contact's key
    "AROUND_EPISODE",  # whether the manager steps in, the episode is reported, leaves a trick or a story, is followed by a breather; a contact's key
    "RECRUIT",  # how many users a call-out brings along; a contact's key, and n = 1000 + 100 rank + k for the k-th of them
    "PRACTICE_TRAITS",  # a practice's lasting traits; who = seat of its inventor (or the organisation), when = day, n = birth and pair of traits
    "VARIANT",  # an inventor's variant; who = seat, when = day, n = birth
    "TALK_SPEAK",  # company needed before a thing is brought up, with whom, whether it is candid, what about; who = seat, when = day, n = rank of the thing that day
    "TALK_TOPIC",  # whether it is a story (told, or vented), and which story or practice; who = seat of the speaker, when = day, n = rank
    "TALK_PARTNER",  # whether a telling refines and names; who = seat of the speaker, when = day, n = rank
    "TALK_EFFECT",  # whether one at the table listens, and finds an answer; who = seat of the hearer, when = day, n = seat of the speaker + 65536 rank
    "OVERHEAR",  # whether a neighbour notices an episode; who = seat of the neighbour, when = day, n = user
    "BREAK",  # whether a break is cut, or put off; who = seat, when = day, n = break
    "MANAGER_PLACE",  # where the manager spends a round; when = day, n = round
    "LISTEN",  # whether an irritant is voiced; who = seat, when = day, n = round
    "RULE_CHANGE",  # how many rules change; when = day
    "OBSOLETE",  # whether a change touches a practice; who = practice, when = day, n = change
    "GUIDE",  # whether a practice is written down; who = practice, when = day
    "TRAIN",  # who is trained; who = seat, when = day
    "CRISIS",  # who calls out in a crisis; who = rank of the call-out, when = day
    "ROSTER",  # whether and how late a person comes; who = seat, when = day
    "ABSENCE",  # whether a person falls ill; who = seat, when = day
    "ABSENCE_LENGTH",  # for how long; who = seat, when = day
    "LEAVE",  # whether a person leaves for good; who = seat, when = day
    "LIFE_EVENT",  # accidents of private life; who = seat, when = day
    "PERSON_TRAITS",  # a person's lasting traits; who = seat, n = how many held the seat before
    "SURVEY",  # how a person answers the weekly survey; who = seat, when = day
    "TENURE",  # tenure at the start; who = seat
    "INITIAL_PRACTICE",  # how many tricks a person brings (n = 0), and of which kind; who = seat, n = 1 + rank of the trick
    "ASK",  # whether a colleague is asked about an episode, about a case that is not routine; a contact's key
)

# The same names, in the same order, as whole numbers that compiled rules can use (tests/rules/test_draws.py holds the two together).
(
    ARRIVAL,
    USER_TRAITS,
    USER_RENEWAL,
    LET_DOWN,
    SERVICE,
    PATIENCE,
    CASE,
    DEFLECT,
    RESOLUTION,
    EPISODE,
    AROUND_EPISODE,
    RECRUIT,
    PRACTICE_TRAITS,
    VARIANT,
    TALK_SPEAK,
    TALK_TOPIC,
    TALK_PARTNER,
    TALK_EFFECT,
    OVERHEAR,
    BREAK,
    MANAGER_PLACE,
    LISTEN,
    RULE_CHANGE,
    OBSOLETE,
    GUIDE,
    TRAIN,
    CRISIS,
    ROSTER,
    ABSENCE,
    ABSENCE_LENGTH,
    LEAVE,
    LIFE_EVENT,
    PERSON_TRAITS,
    SURVEY,
    TENURE,
    INITIAL_PRACTICE,
    ASK,
) = range(len(PURPOSES))

ROUNDS = 7
MASK = 0xFFFFFFFF
MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9  # the golden ratio
WEYL_1 = 0xBB67AE85  # sqrt(3) - 1
TWO_MINUS_32 = 2.3283064365386962891e-10
TWO_MINUS_53 = 1.1102230246251565404e-16


@rule
def philox4x32(k0, k1, c0, c1, c2, c3):
    """Four random 32-bit words from a key of two words and a counter of four.

    Equation: seven rounds of (c0, c1, c2, c3) <- (hi(M1 c2) ^ c1 ^ k0, lo(M1 c2), hi(M0 c0) ^ c3 ^ k1, lo(M0 c0)), hi and lo the
    halves of the 64-bit product, with k0 += W0 and k1 += W1 (mod 2^32) between rounds.
    Unit: words 0 .. 2^32 - 1.  Source: Salmon, Moraes, Dror & Shaw 2011 (Philox4x32-7).
    """
    k0 = int(k0) & MASK
    k1 = int(k1) & MASK
    c0 = int(c0) & MASK
    c1 = int(c1) & MASK
    c2 = int(c2) & MASK
    c3 = int(c3) & MASK
    for _ in range(ROUNDS):
        p0 = MULTIPLIER_0 * c0
        p1 = MULTIPLIER_1 * c2
        c0 = ((p1 >> 32) & MASK) ^ c1 ^ k0
        c1 = p1 & MASK
        c2 = ((p0 >> 32) & MASK) ^ c3 ^ k1
        c3 = p0 & MASK
        k0 = (k0 + WEYL_0) & MASK
        k1 = (k1 + WEYL_1) & MASK
    return c0, c1, c2, c3


@rule
def uniform(seed, purpose, who, when, n):
    """One random number in [0, 1), a function of its name alone.

    Equation: floor((2^32 w0 + w1) / 2^11) / 2^53 with w = philox4x32(seed mod 2^32, floor(seed / 2^32), who, when, n, purpose).
    Unit: none.  Source: Salmon, Moraes, Dror & Shaw 2011; the 53 high bits fill a double exactly.
    """
    w0, w1, w2, w3 = philox4x32(seed, int(seed) >> 32, who, when, n, purpose)
    return float((w0 << 21) | (w1 >> 11)) * TWO_MINUS_53


@rule
def uniform2(seed, purpose, who, when, n):
    """Two independent random numbers in [0, 1) for the price of one; the first is that of `uniform`.

    Equation: as `uniform`, from the words (w0, w1) and (w2, w3).
    Unit: none.  Source: Salmon, Moraes, Dror & Shaw 2011.
    """
    w0, w1, w2, w3 = philox4x32(seed, int(seed) >> 32, who, when, n, purpose)
    return float((w0 << 21) | (w1 >> 11)) * TWO_MINUS_53, float((w2 << 21) | (w3 >> 11)) * TWO_MINUS_53


@rule
def uniform4(seed, purpose, who, when, n):
    """Four independent random numbers in (0, 1) for the price of one, in steps of 2^-32: to decide and to measure things of a contact, not to name one of millions.

    Equation: (w + 1/2) / 2^32 for each word w of philox4x32(seed mod 2^32, floor(seed / 2^32), who, when, n, purpose).
    Unit: none.  Source: Salmon, Moraes, Dror & Shaw 2011.
    """
    w0, w1, w2, w3 = philox4x32(seed, int(seed) >> 32, who, when, n, purpose)
    return (float(w0) + 0.5) * TWO_MINUS_32, (float(w1) + 0.5) * TWO_MINUS_32, (float(w2) + 0.5) * TWO_MINUS_32, (float(w3) + 0.5) * TWO_MINUS_32


@rule
def below(u, n):
    """A whole number from 0 to n - 1, each as likely, from a uniform number.

    Equation: min(floor(u n), n - 1), for 0 <= u < 1 and n >= 1 (the product can round up to n).
    Unit: none.  Source: inversion of the discrete uniform law.
    """
    k = int(u * n)
    if k >= n:
        return n - 1
    return k
