"""The words by which pages say that they are not there, or that they take us for a robot."""

from __future__ import annotations

import re

NOT_FOUND = re.compile(
    r"\b404\b"
    r"|\b(?:page|file|site|content|document|article|resource|url|path|link)\b.{0,40}"
    r"\b(?:not|cannot be|can.t be|couldn.t be|could not be) found"
    r"|^(?:\W*error\W*)?not found\b|\bnot found\W*$"
    r"|\b(?:page|content|article) (?:does not|doesn.t|no longer) exists?|nothing (?:was )?found here"
    r"|page (?:introuvable|non trouvée)|seite (?:wurde )?nicht gefunden|página (?:no|não) encontrada"
    r"|pagina (?:non trovata|niet gevonden)|страница не найдена|nie znaleziono strony|sidan hittades inte"
    r"|sayfa bulunamadı"
    r"|页面(?:不存在|未找到|没有找到)|找不到(?:页面|網頁|頁面|网页)"
    r"|ページが見つかりません|페이지를 찾을 수 없",
    re.IGNORECASE,
)
CHALLENGE = re.compile(
    r"just a moment|one moment, please|attention required!|making sure you.re not a bot|checking your browser"
    r"|ddos-guard|security check(?:point)?\b|vercel security checkpoint|client challenge|human verification"
    r"|verify(?:ing)? (?:that )?you are (?:a )?human|are you a (?:robot|human)|robot check|bot verification"
    r"|pardon our interruption|access (?:to this page has been )?denied|un instant\b|nur einen moment"
    r"|please wait\.\.\. \| cloudflare|captcha",
    re.IGNORECASE,
)
_TITLES = re.compile(r"<(?:title|h1)\b[^>]{0,300}>(.{0,600})", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]{0,300}>")


def worth_reading(html: str) -> bool:
    """Say whether a page holds anything that a verdict could hang on, so that most pages need not be parsed.

    That is: a refresh, a character reference in a title, or the words above in a title or first heading.
    """
    if "refresh" in html or "REFRESH" in html or "Refresh" in html:
        return True
    for match in _TITLES.finditer(html):
        words = _TAG.split(match[1], maxsplit=8)
        text = " ".join(" ".join(words[:8]).split())
        if "&" in text or NOT_FOUND.search(text) or CHALLENGE.search(text):
            return True
    return False
