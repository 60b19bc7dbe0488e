"""Elementary functions and distributions from + - * /, comparisons and the bits of a double alone, so that every machine gives the same bits.

No function here calls libm; only ``math.sqrt`` is borrowed, which IEEE 754 makes exact everywhere.
Where an argument is not a number, or lies where the function has no value, the result is not a number.
Every draw takes its uniform number ``u`` in [0, 1) as an argument (see `simulation.rules.draws`) and grows with it.
"""

import math

from simulation.rules.bits import bits_of, from_bits
from simulation.rules.compile import rule

INF = math.inf
NAN = math.nan

# ln 2 in two parts: the first has 32 significant bits, so that k * LN2_HIGH is exact for every binary exponent k.
LN2 = 0.6931471805599453
LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
INVERSE_LN2 = 1.44269504088896338700

EXP_MAXIMUM = 7.09782712893383973096e02  # the largest x whose exponential is finite
EXP_MINIMUM = -7.45133219101941108420e02  # the least x whose exponential is not rounded to zero

TWO_54 = 18014398509481984.0
TWO_100 = 1267650600228229401496703205376.0
LEAST_NORMAL = 2.2250738585072014e-308

EXPONENT_BIAS = 1023  # of a double, whose 52 low bits are its fraction
FRACTION = (1 << 52) - 1
ONE = EXPONENT_BIAS << 52  # the bits of 1.0

# One over the factorials of 3 to 13.
OVER_6 = 1.0 / 6.0
OVER_24 = 1.0 / 24.0
OVER_120 = 1.0 / 120.0
OVER_720 = 1.0 / 720.0
OVER_5040 = 1.0 / 5040.0
OVER_40320 = 1.0 / 40320.0
OVER_362880 = 1.0 / 362880.0
OVER_3628800 = 1.0 / 3628800.0
OVER_39916800 = 1.0 / 39916800.0
OVER_479001600 = 1.0 / 479001600.0
OVER_6227020800 = 1.0 / 6227020800.0

POISSON_SEARCH = 500.0  # above this mean e^-mean nears the subnormals and the search grows long


@rule
def power_of_two(k):
    """Two to an integer power, exactly, by writing the exponent into the bits of a double.

    Equation: 2^k for -1022 <= k <= 1023.
    Unit: none.  Source: IEEE 754, binary64.
    """
    return from_bits((k + EXPONENT_BIAS) << 52)


@rule
def scale_by_power_of_two(y, k):
    """A number times a power of two, rounded once at most.

    Equation: y 2^k for 1/2 <= y <= 2 and -1100 <= k <= 1024.
    Unit: that of y.  Source: IEEE 754 scaleB, in two steps where 2^k or the result leaves the normal range.
    """
    if k > 1023:
        return (y * 2.0) * power_of_two(k - 1)
    if k < -1000:
        return (y / TWO_100) * power_of_two(k + 100)
    return y * power_of_two(k)


@rule
def exp(x):
    """The exponential, within one unit in the last place.

    Equation: e^x = 2^k e^r with k the integer nearest x / ln 2 and r = x - k ln 2 in two parts.  Infinite above 709.78, 0 below -745.13.
    Unit: none.  Source: FDLIBM e_exp.c (Sun Microsystems 1993-2004), the reduction; `exp_near_zero`, the rest.
    """
    if x != x:
        return NAN
    if x > EXP_MAXIMUM:
        return INF
    if x < EXP_MINIMUM:
        return 0.0
    if x < 0.0:
        k = int(x * INVERSE_LN2 - 0.5)
    else:
        k = int(x * INVERSE_LN2 + 0.5)
    return scale_by_power_of_two(exp_near_zero(x - k * LN2_HIGH, k * LN2_LOW), k)


@rule
def exp_near_zero(high, low):
    """The exponential of a small number given in two parts.

    Equation: e^r = 1 + r + r^2 (1/2! + r/3! + ... + r^11/13!) with r = high - low, |r| <= ln 2 / 2; the rest of the series is below 2^-57.
    Unit: none.  Source: Taylor's series, its terms paired by powers of r^2 and r^4, which processors add up side by side (Estrin 1960).
    """
    r = high - low
    square = r * r
    fourth = square * square
    first = (0.5 + r * OVER_6) + square * (OVER_24 + r * OVER_120)
    middle = (OVER_720 + r * OVER_5040) + square * (OVER_40320 + r * OVER_362880)
    last = (OVER_3628800 + r * OVER_39916800) + square * (OVER_479001600 + r * OVER_6227020800)
    return 1.0 - ((low - square * (first + fourth * (middle + fourth * last))) - high)


@rule
def is_below_exp(u, scale, x):
    """Tell whether u < scale e^-x (1) or not (0), mostly without an exponential.

    Equation: 1 - x + x^2/2 - x^3/6 <= e^-x <= 1 - x + x^2/2 for x >= 0; between the bounds e^-x is computed.
    Unit: that of u and scale, both at least 0; x >= 0 without unit.  Source: Taylor's theorem, remainders of alternating sign.
    """
    upper = 1.0 - x + 0.5 * x * x
    if u >= scale * upper or u >= scale:
        return 0
    if u < scale * (upper - x * x * x / 6.0):
        return 1
    return 1 if u < scale * exp(-x) else 0


@rule
def log(x):
    """The natural logarithm, within one unit in the last place.

    Equation: ln x = k ln 2 + ln(1 + f) with x = 2^k (1 + f), sqrt(1/2) <= 1 + f < sqrt(2); with s = f / (2 + f),
    ln(1 + f) = f - f^2/2 + s (f^2/2 + L1 s^2 + ... + L7 s^14).  log(0) = -infinity; `NAN` below 0.
    Unit: none.  Source: FDLIBM e_log.c (Sun Microsystems 1993-2004), the method and the coefficients.
    """
    if x != x or x < 0.0:
        return NAN
    if x == 0.0:
        return -INF
    if x == INF:
        return INF
    m, k = x * 1.0, -EXPONENT_BIAS
    if m < LEAST_NORMAL:
        m *= TWO_54
        k -= 54
    bits = bits_of(m)
    k += bits >> 52
    m = from_bits((bits & FRACTION) | ONE)
    if m >= 1.4142135623730951:
        m *= 0.5
        k += 1
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
    half = 0.5 * f * f
    return k * LN2_HIGH - ((half - (s * (half + (even + odd)) + k * LN2_LOW)) - f)


@rule
def power(x, y):
    """A number at least zero raised to any power.

    Equation: x^y = e^(y ln x); x^0 = 1, x^1 = x, 1^y = 1, 0^y = 0 or infinity as y is positive or negative; `NAN` where x < 0.
    The relative error is about (1 + |y ln x|) 2^-52: under 1e-14 while the result lies between 1e-15 and 1e15, 2e-13 at worst.
    Unit: that of x to the y.  Source: definition of the real power.
    """
    if y == 0.0 or x == 1.0:
        return 1.0
    if x != x or y != y or x < 0.0:
        return NAN
    if y == 1.0:
        return x * 1.0
    return exp(y * log(x))


@rule
def logistic(x):
    """The logistic function, which carries any number into [0, 1].

    Equation: 1 / (1 + e^-x), computed as e^x / (1 + e^x) below zero so that neither side loses digits.
    Unit: none (x in log-odds).  Source: Verhulst 1845.
    """
    if x >= 0.0:
        return 1.0 / (1.0 + exp(-x))
    e = exp(x)
    return e / (1.0 + e)


@rule
def normal_quantile(u):
    """The standard normal value that a share u of the population does not reach.

    Equation: z such that Phi(z) = u, by ratios of polynomials of degree 7 in 0.180625 - (u - 1/2)^2 in the centre and in
    sqrt(-ln min(u, 1 - u)) in the tails; relative error about 1e-16 (a few 1e-16 as rounded).  -infinity at 0, infinity at 1.
    Unit: standard deviations.  Source: Wichura 1988, Algorithm AS 241 (PPND16), Applied Statistics 37(3), 477-484.
    """
    if u != u or u < 0.0 or u > 1.0:
        return NAN
    if u == 0.0:
        return -INF
    if u == 1.0:
        return INF
    q = u - 0.5
    if -0.425 <= q <= 0.425:
        r = 0.180625 - q * q
        square = r * r
        fourth = square * square
        top = (3.3871328727963666080e0 + r * 1.3314166789178437745e2 + square * (1.9715909503065514427e3 + r * 1.3731693765509461125e4)
               + fourth * (4.5921953931549871457e4 + r * 6.7265770927008700853e4 + square * (3.3430575583588128105e4 + r * 2.5090809287301226727e3)))
        bottom = (1.0 + r * 4.2313330701600911252e1 + square * (6.8718700749205790830e2 + r * 5.3941960214247511077e3)
                  + fourth * (2.1213794301586595867e4 + r * 3.9307895800092710610e4 + square * (2.8729085735721942674e4 + r * 5.2264952788528545610e3)))
        return q * top / bottom
    tail = u if q < 0.0 else 1.0 - u
    r = math.sqrt(-log(tail))
    if r <= 5.0:
        r -= 1.6
        top = 7.74545014278341407640e-4 * r + 2.27238449892691845833e-2
        top = top * r + 2.41780725177450611770e-1
        top = top * r + 1.27045825245236838258e0
        top = top * r + 3.64784832476320460504e0
        top = top * r + 5.76949722146069140550e0
        top = top * r + 4.63033784615654529590e0
        top = top * r + 1.42343711074968357734e0
        bottom = 1.05075007164441684324e-9 * r + 5.47593808499534494600e-4
        bottom = bottom * r + 1.51986665636164571966e-2
        bottom = bottom * r + 1.48103976427480074590e-1
        bottom = bottom * r + 6.89767334985100004550e-1
        bottom = bottom * r + 1.67638483018380384940e0
        bottom = bottom * r + 2.05319162663775882187e0
        bottom = bottom * r + 1.0
    else:
        r -= 5.0
        top = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
        top = top * r + 1.24266094738807843860e-3
        top = top * r + 2.65321895265761230930e-2
        top = top * r + 2.96560571828504891230e-1
        top = top * r + 1.78482653991729133580e0
        top = top * r + 5.46378491116411436990e0
        top = top * r + 6.65790464350110377720e0
        bottom = 2.04426310338993978564e-15 * r + 1.42151175831644588870e-7
        bottom = bottom * r + 1.84631831751005468180e-5
        bottom = bottom * r + 7.86869131145613259100e-4
        bottom = bottom * r + 1.48753612908506148525e-2
        bottom = bottom * r + 1.36929880922735805310e-1
        bottom = bottom * r + 5.99832206555887937690e-1
        bottom = bottom * r + 1.0
    z = top / bottom
    return -z if q < 0.0 else z


@rule
def half_life(elapsed, half_life):
    """The share that remains of something that loses half of itself every half-life.

    Equation: 2^(-elapsed / half_life); exactly 1/2^n after n half-lives; 1 where elapsed <= 0; 0 at once where half_life <= 0.
    Unit: elapsed and half_life in the same unit of time, the result a share.  Source: exponential decay.
    """
    if elapsed != elapsed or half_life != half_life:
        return NAN
    if half_life <= 0.0:
        return 0.0
    if elapsed <= 0.0 or half_life == INF:
        return 1.0
    periods = elapsed / half_life
    if periods > 1080.0:
        return 0.0
    nearest = int(periods + 0.5)
    return scale_by_power_of_two(exp_near_zero(LN2 * (nearest - periods), 0.0), -nearest)


@rule
def exponential(u, mean):
    """A waiting time without memory.

    Equation: -mean ln(1 - u); 0 where mean <= 0.
    Unit: that of mean.  Source: inversion of the exponential law, Devroye 1986, Non-Uniform Random Variate Generation, II.2.
    """
    if mean <= 0.0:
        return 0.0
    return mean * (0.0 - log(1.0 - u))


@rule
def log_variance(cv):
    """The variance of the logarithm of a lognormal quantity.

    Equation: s^2 = ln(1 + cv^2); 0 where cv <= 0.
    Unit: none; cv = standard deviation / mean.  Source: Johnson, Kotz & Balakrishnan 1994, vol. 1, ch. 14.
    """
    if cv <= 0.0:
        return 0.0
    return log(1.0 + cv * cv)


@rule
def lognormal(u, mean, variance):
    """A positive quantity of given mean whose logarithm is normal.

    Equation: mean e^(s z - s^2/2) with s^2 the variance of the logarithm and z the normal quantile of u; mean itself where s^2 <= 0, 0 where mean <= 0.
    Unit: that of mean; variance from `log_variance`.  Source: Johnson, Kotz & Balakrishnan 1994, vol. 1, ch. 14.
    """
    if mean <= 0.0:
        return 0.0
    if variance <= 0.0:
        return mean * 1.0
    return mean * exp(math.sqrt(variance) * normal_quantile(u) - 0.5 * variance)


@rule
def weibull(u, scale, shape):
    """A duration whose hazard rises (shape > 1) or falls (shape < 1) with time.

    Equation: scale (-ln(1 - u))^(1 / shape); 0 where scale <= 0; `NAN` where shape <= 0.
    Unit: that of scale, the time that a share 1/e outlasts.  Source: inversion of the Weibull law, Weibull 1951.
    """
    if scale <= 0.0:
        return 0.0
    if not shape > 0.0:
        return NAN
    return scale * power(0.0 - log(1.0 - u), 1.0 / shape)


@rule
def poisson(u, mean):
    """A number of independent events.

    Equation: the least k whose cumulated probability sum_{j<=k} e^-mean mean^j / j! exceeds u, by sequential search, stopped
    where a further term no longer changes the sum; 0 where mean <= 0.  Meant for mean <= 30; above 500 the nearest
    integer to mean + sqrt(mean) z instead, z the normal quantile of u.
    Unit: events.  Source: inversion by sequential search, Devroye 1986, Non-Uniform Random Variate Generation, X.3.
    """
    if not mean > 0.0 or u < 1.0 - mean:  # e^-mean is never less than 1 - mean
        return 0
    if mean > POISSON_SEARCH:
        value = mean + math.sqrt(mean) * normal_quantile(u) + 0.5
        if not value > 0.0:
            return 0
        return int(value) if value < 9007199254740992.0 else 9007199254740992
    k = 0
    term = exp(-mean)
    total = term
    while u >= total:
        k += 1
        term *= mean / k
        if k > mean and total + term == total:
            break
        total += term
    return k


@rule
def clip(x, lo, hi):
    """A number brought back between two bounds.

    Equation: min(max(x, lo), hi), for lo <= hi; what is not a number stays so.
    Unit: that of the three arguments.  Source: definition.
    """
    if x < lo:
        return lo
    if x > hi:
        return hi
    return x


@rule
def towards(x, target, time_constant):
    """Let a state relax for one unit of time: x + (target - x) (1 - exp(-1 / time_constant)); never beyond the target."""
    return x + (target - x) * (1.0 - exp(-1.0 / time_constant))
