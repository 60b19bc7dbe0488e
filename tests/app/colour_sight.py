"""How colours are seen: contrast (WCAG 2), deuteranopia and protanopia (Machado, Oliveira and Fernandes 2009, severity 1), and how far colours lie apart (CIEDE2000, Sharma, Wu and Dalal 2005)."""

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

SIGHTS = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
}
"""What light becomes, as matrices over linear red, green and blue."""


def linear(colour):
    """Linear red, green and blue of a colour such as #1f2933, or of three numbers up to 255."""
    parts = [int(colour[at:at + 2], 16) for at in (1, 3, 5)] if isinstance(colour, str) else colour
    return [one / 255 / 12.92 if one / 255 <= 0.04045 else ((one / 255 + 0.055) / 1.055) ** 2.4 for one in parts]


def contrast(one, other):
    """Of text and ground, from 1 to 21."""
    light, dark = sorted((0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(linear, (one, other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def blended(colour, ground, share):
    """A colour that covers a ground by a share."""
    parts = [[int(one[at:at + 2], 16) for at in (1, 3, 5)] for one in (colour, ground)]
    return [share * a + (1.0 - share) * b for a, b in zip(*parts)]


def lab(colour, sight="normal"):
    """CIE L*a*b* (D65) of a colour as somebody sees it."""
    rgb = linear(colour)
    r, g, b = (min(1.0, max(0.0, sum(k * one for k, one in zip(row, rgb)))) for row in SIGHTS[sight])
    xyz = ((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047, 0.2126729 * r + 0.7151522 * g + 0.0721750 * b, (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883)
    x, y, z = (one ** (1 / 3) if one > (6 / 29) ** 3 else one * (29 / 6) ** 2 / 3 + 4 / 29 for one in xyz)
    return 116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)


def apart(one, other, sight="normal"):
    """CIEDE2000 between two colours as somebody sees them; 1 is just seen side by side, some 10 at a glance."""
    return ciede2000(lab(one, sight), lab(other, sight))


def ciede2000(one, other):
    """The formula, over L*a*b*."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean7 = ((hypot(a1, b1) + hypot(a2, b2)) / 2) ** 7
    grey = 1.5 - 0.5 * sqrt(mean7 / (mean7 + 25.0 ** 7))
    c1, c2 = hypot(grey * a1, b1), hypot(grey * a2, b2)
    h1, h2 = (degrees(atan2(b, grey * a)) % 360.0 if c else 0.0 for a, b, c in ((a1, b1, c1), (a2, b2, c2)))
    turn = 0.0 if c1 * c2 == 0.0 else (h2 - h1 + 180.0) % 360.0 - 180.0
    dl, dc, dh = l2 - l1, c2 - c1, 2.0 * sqrt(c1 * c2) * sin(radians(turn / 2))
    l, c = (l1 + l2) / 2, (c1 + c2) / 2
    h = h1 + h2 if c1 * c2 == 0.0 else (h1 + turn / 2) % 360.0
    t = 1.0 - 0.17 * cos(radians(h - 30)) + 0.24 * cos(radians(2 * h)) + 0.32 * cos(radians(3 * h + 6)) - 0.20 * cos(radians(4 * h - 63))
    sl, sc, sh = 1.0 + 0.015 * (l - 50) ** 2 / sqrt(20 + (l - 50) ** 2), 1.0 + 0.045 * c, 1.0 + 0.015 * c * t
    rotate = -2.0 * sqrt(c ** 7 / (c ** 7 + 25.0 ** 7)) * sin(radians(60.0 * exp(-((h - 275.0) / 25.0) ** 2)))
    return sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rotate * dc / sc * dh / sh)
