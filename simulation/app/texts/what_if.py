"""Texts of the page What if?"""

TEXTS = {
    "what_if.title": ("What if you managed otherwise?", "Et si vous dirigiez autrement ?"),
}
