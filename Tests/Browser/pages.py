"""Opens the node's pages as a person would and prints one line of JSON with what was found.

usage: pages.py URL CONTROL [FOLDER]

CONTROL is the address of the test's own server, which changes the node's state: /outage, /recover, /silent, /speak.
With FOLDER, pictures of every page are written there, wide and narrow, light and dark.
"""
import json
import sys
import urllib.request

from chromium import Browser

OPTION = "/feeds/btc-usd-option"
ROUND = OPTION + "/rounds/466285"


def control(address, what):
    urllib.request.urlopen(address + what, timeout=30).read()


def audit(browser, base, feed, number):
    browser.open("%s/feeds/%s/rounds/%s" % (base, feed, number))
    browser.evaluate("document.getElementById('audit-run').click()")
    browser.wait("document.getElementById('audit').dataset.done")
    return browser.evaluate(
        "({verdict: document.querySelector('.verdict').textContent, failed: [...document.querySelectorAll('.checks .no')].map(e => e.textContent),"
        " held: document.querySelectorAll('.checks li:not(.no):not(.open)').length, open: document.querySelectorAll('.checks .open').length,"
        " fates: [...document.querySelectorAll('.step .pill')].map(e => e.textContent)})")


def keyboard(browser, base):
    """Tab and Enter alone, from the list through a feed to a round and its audit."""
    browser.open(base + "/")
    browser.key("Tab")
    first = browser.evaluate("document.activeElement.textContent")
    browser.key("Enter")
    skipped = browser.evaluate("document.activeElement.id")
    browser.tab_to("e.getAttribute('href') === '%s'" % OPTION)
    browser.key("Enter")
    browser.wait("location.pathname === '%s' && document.readyState === 'complete'" % OPTION)
    browser.tab_to("e.getAttribute('href') === '%s'" % ROUND)
    browser.key("Enter")
    browser.wait("location.pathname === '%s' && document.readyState === 'complete'" % ROUND)
    browser.tab_to("e.id === 'audit-run'")
    browser.key("Enter")
    browser.wait("document.getElementById('audit').dataset.done")
    return {"skip": first, "skipped": skipped, "audit": browser.evaluate("document.querySelector('.verdict').textContent"),
            "focus": browser.evaluate("document.activeElement.id")}


def outage(browser, base, address):
    """What a person sees while venues fail, while the node is silent, and when each ends."""
    found = {}
    browser.open(base + "/")
    found["before"] = browser.evaluate("document.querySelector('#state .pill').textContent")
    # The focus must not be lost to the page's own refreshing.
    browser.evaluate("document.querySelector('a[href=\"%s\"]').focus()" % OPTION)
    control(address, "/outage")
    browser.wait("document.querySelector('#health .banner')")
    found["outage"] = browser.evaluate(
        "({title: document.title, pill: document.querySelector('#state .pill').textContent, banner: document.querySelector('#health').innerText,"
        " trouble: document.querySelectorAll('.feed.trouble').length, focus: document.activeElement.getAttribute('href')})")
    control(address, "/recover")
    browser.wait("!document.querySelector('#health .banner')")
    found["after"] = browser.evaluate("document.querySelector('#state .pill').textContent")
    quiet = list(browser.problems)
    control(address, "/silent")
    browser.wait("!document.getElementById('connection').hidden")
    found["silent"] = browser.evaluate("({text: document.getElementById('connection').innerText, faded: getComputedStyle(document.querySelector('main')).opacity})")
    control(address, "/speak")
    browser.wait("document.getElementById('connection').hidden")
    found["spoken"] = browser.evaluate("document.querySelector('#state .pill').textContent")
    # Requests that got no answer are in the browser's log; that is the browser's doing, and expected here.
    browser.problems = quiet + [problem for problem in browser.problems[len(quiet):] if "ERR_CONNECTION_REFUSED" not in problem]
    return found


def shape(browser, base):
    """Nothing is wider than the screen."""
    found = []
    for width in (1280, 390):
        for path in ("/", OPTION, ROUND):
            browser.screen(width, 900, "light")
            browser.open(base + path)
            over = browser.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                found.append("%s at %d is %d px too wide" % (path, width, over))
    return found


def without_script(browser, base):
    """What is read where scripts are off."""
    browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    found = {}
    for name, path in (("feeds", "/"), ("round", ROUND)):
        browser.ask("Page.navigate", url=base + path)
        browser.wait("location.pathname === '%s' && document.readyState === 'complete'" % path)
        found[name] = browser.evaluate("document.querySelector('main').innerText")
    browser.ask("Emulation.setScriptExecutionDisabled", value=False)
    return found


def pictures(browser, base, address, folder):
    for width, height in ((1280, 800), (390, 844)):
        for scheme in ("light", "dark"):
            browser.screen(width, height, scheme)
            name = "%s/page-%%s-%d-%s.png" % (folder, width, scheme)
            browser.open(base + "/")
            browser.picture(name % "feeds")
            browser.open(base + OPTION)
            browser.picture(name % "feed")
            audit(browser, base, "btc-usd-hourly", "432796")
            browser.evaluate("scrollTo(0, 0)")
            browser.picture(name % "round")
            control(address, "/outage")
            browser.open(base + "/")
            browser.picture(name % "outage")
            control(address, "/recover")


def main():
    base, address = sys.argv[1], sys.argv[2]
    browser = Browser()
    try:
        browser.screen(1280, 800, "light")
        found = {}
        browser.open(base + "/")
        found["feeds"] = browser.evaluate("[...document.querySelectorAll('.feed .name')].map(e => e.getAttribute('href'))")
        found["prices"] = browser.evaluate("[...document.querySelectorAll('.feed .big data')].map(e => e.textContent)")
        found["audits"] = {
            str(number): audit(browser, base, feed, number)
            for feed, number in (("btc-usd-option", 466229), ("btc-usd-option", 466255), ("btc-usd-option", 466285),
                                 ("btc-usd-hourly", 432796), ("btc-usd-hourly", 432797))}
        found["keyboard"] = keyboard(browser, base)
        found["shape"] = shape(browser, base)
        browser.screen(1280, 800, "light")
        found["unscripted"] = without_script(browser, base)
        found["outage"] = outage(browser, base, address)
        found["problems"] = browser.problems
        if len(sys.argv) > 3:
            pictures(browser, base, address, sys.argv[3])
        print(json.dumps(found))
    finally:
        browser.close()


main()
