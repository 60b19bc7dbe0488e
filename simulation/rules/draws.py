"""Random numbers as a pure function of what they are for: no generator, no state, no order of drawing.

Each draw is named by a seed, a purpose (one of `PURPOSES`), and three whole numbers: who draws, when, and which draw of that
purpose this is at that moment (n).  Two scenarios with the same seed therefore share every draw they both make (common random
numbers), whatever else they draw.  The function is Philox4x32-10 with the seed as key and (who, when, n, purpose) as counter.

Seeds lie in 0 .. 2^63 - 1; who, when, n and purpose in 0 .. 2^32 - 1 (only their low 32 bits count).  Arithmetic is on signed 64-bit
integers masked to 32 bits: the wrapped products of compiled code and the unbounded ones of Python agree under the mask.

Source: Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC'11 (the Random123 library).
"""

from simulation.rules.compile import rule

# What draws are for.  A purpose's number is its place in this tuple: append, never reorder, or every seed tells another story.
# who = the one concerned, by number; when = the minute (the day, where so said); n = which of several at once (0 unless said).
PURPOSES = (
    "ARRIVAL_GAP",  # time to the next arrival; who = stream of arrivals, n = rank of the arrival
    "ARRIVAL_USER",  # which user arrives; who = stream of arrivals, n = rank of the arrival
    "USER_TRAITS",  # a user's lasting traits; who = user, when = 0, n = trait
    "USER_CHANNEL",  # the channel a user takes; who = user, n = rank of the contact
    "SERVICE_TIME",  # how long serving takes; who = case, n = rank of the contact
    "PATIENCE",  # how long a user waits before giving up; who = user, n = rank of the contact
    "RETRY",  # whether and when a user comes back; who = user, n = rank of the contact
    "CASE",  # what a user's case is about; who = case
    "RESOLUTION",  # whether a contact settles the case; who = case, n = rank of the contact
    "EPISODE",  # whether a trying episode occurs; who = agent
    "EPISODE_KIND",  # of which kind the episode is; who = agent
    "ANSWER",  # the answer or practice chosen; who = agent, n = case in hand
    "MANAGER_STEP",  # what a manager does; who = manager
    "CREW",  # who works with whom; who = crew, when = day
    "INVENTION",  # whether an agent invents a practice; who = agent
    "PRACTICE_TRAITS",  # a practice's lasting traits; who = practice, when = 0, n = trait
    "VARIANT",  # how a copied practice differs; who = agent, n = practice
    "TALK_SPEAK",  # whether an agent speaks; who = agent
    "TALK_TOPIC",  # what an agent speaks about; who = agent
    "TALK_PARTNER",  # to whom an agent speaks; who = agent
    "TALK_EFFECT",  # what talk does to its hearer; who = hearer, n = speaker
    "OVERHEAR",  # whether a bystander overhears; who = bystander, n = speaker
    "REPORT",  # whether an agent reports to management; who = agent
    "BREAK",  # whether and when an agent takes a break; who = agent
    "MANAGER_PLACE",  # where a manager stands; who = manager
    "LISTEN",  # whether a manager listens; who = manager, n = agent
    "CONDITIONS",  # working conditions of the moment; who = place
    "RULE_CHANGE",  # whether a rule changes; who = rule
    "OBSOLETE",  # whether a practice goes out of date; who = practice
    "USER_EXIT",  # whether a user leaves for good; who = user
    "CALLOUT",  # whether someone is called in; who = agent, when = day
    "RECRUIT",  # whether a vacancy is filled; who = vacancy, when = day
    "ABSENCE",  # whether an agent falls absent; who = agent, when = day
    "ABSENCE_LENGTH",  # for how long; who = agent, when = day
    "LEAVE",  # whether an agent quits; who = agent, when = day
    "HIRE",  # who is hired; who = vacancy, when = day
    "PERSON_TRAITS",  # an agent's lasting traits; who = agent, when = 0, n = trait
    "INITIAL_PRACTICE",  # the practices known at the start; who = agent, when = 0, n = practice
    "TRAIN",  # what training brings; who = agent, n = practice
    "SURVEY",  # answers to a survey; who = agent, n = question
    "RETURN_TIME",  # when someone comes back; who = agent or user
    "CRISIS",  # whether a crisis breaks out; who = place, when = day
    "DEFLECT",  # whether a case is sent elsewhere; who = case
    "NAME",  # a person's name; who = person, when = 0, n = part of the name
    "ROSTER",  # whether a person is late; who = seat, when = day
    "BREATHER",  # whether a hard episode is followed by a breather; who = user, when = day, n = rank of the contact
    "LIFE_EVENT",  # accidents of private life; who = seat, when = day
    "GUIDE",  # whether a practice is written down; who = practice, when = day
    "REMOTE",  # who works from home; who = seat, when = 0
    "TENURE",  # tenure at the start; who = seat, when = 0
)

# The same names, in the same order, as whole numbers that compiled rules can use (tests/rules/test_draws.py holds the two together).
(
    ARRIVAL_GAP,
    ARRIVAL_USER,
    USER_TRAITS,
    USER_CHANNEL,
    SERVICE_TIME,
    PATIENCE,
    RETRY,
    CASE,
    RESOLUTION,
    EPISODE,
    EPISODE_KIND,
    ANSWER,
    MANAGER_STEP,
    CREW,
    INVENTION,
    PRACTICE_TRAITS,
    VARIANT,
    TALK_SPEAK,
    TALK_TOPIC,
    TALK_PARTNER,
    TALK_EFFECT,
    OVERHEAR,
    REPORT,
    BREAK,
    MANAGER_PLACE,
    LISTEN,
    CONDITIONS,
    RULE_CHANGE,
    OBSOLETE,
    USER_EXIT,
    CALLOUT,
    RECRUIT,
    ABSENCE,
    ABSENCE_LENGTH,
    LEAVE,
    HIRE,
    PERSON_TRAITS,
    INITIAL_PRACTICE,
    TRAIN,
    SURVEY,
    RETURN_TIME,
    CRISIS,
    DEFLECT,
    NAME,
    ROSTER,
    BREATHER,
    LIFE_EVENT,
    GUIDE,
    REMOTE,
    TENURE,
) = range(len(PURPOSES))

MASK = 0xFFFFFFFF
MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9  # the golden ratio
WEYL_1 = 0xBB67AE85  # sqrt(3) - 1
TWO_MINUS_53 = 1.1102230246251565404e-16


@rule
def philox4x32(k0, k1, c0, c1, c2, c3):
    """Four random 32-bit words from a key of two words and a counter of four.

    Equation: ten rounds of (c0, c1, c2, c3) <- (hi(M1 c2) ^ c1 ^ k0, lo(M1 c2), hi(M0 c0) ^ c3 ^ k1, lo(M0 c0)), hi and lo the
    halves of the 64-bit product, with k0 += W0 and k1 += W1 (mod 2^32) between rounds.
    Unit: words 0 .. 2^32 - 1.  Source: Salmon, Moraes, Dror & Shaw 2011 (Philox4x32-10).
    """
    k0 = int(k0) & MASK
    k1 = int(k1) & MASK
    c0 = int(c0) & MASK
    c1 = int(c1) & MASK
    c2 = int(c2) & MASK
    c3 = int(c3) & MASK
    for _ in range(10):
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
def below(u, n):
    """A whole number from 0 to n - 1, each as likely, from a uniform number.

    Equation: min(floor(u n), n - 1), for 0 <= u < 1 and n >= 1 (the product can round up to n).
    Unit: none.  Source: inversion of the discrete uniform law.
    """
    k = int(u * n)
    if k >= n:
        return n - 1
    return k
