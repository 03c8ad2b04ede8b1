"""Headless Chromium over its DevTools pipe: standard library only.

Messages are JSON ended by a zero byte, on descriptors 3 (to the browser) and 4 (from it).
"""
import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


class BrowserError(Exception):
    pass


def find():
    for name in (os.environ.get("CHROMIUM"),) + NAMES:
        if name and shutil.which(name):
            return shutil.which(name)
    raise BrowserError("no Chromium was found; run `make setup`, or set CHROMIUM to one")


class Browser:
    """One page in a browser of its own, with a fresh profile that is gone afterwards."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="assay-browser-")
        to_read, self.to_write = os.pipe()
        self.from_read, from_write = os.pipe()

        def place():
            # Either may be 3 or 4 already, so both are moved out of the way first.
            first, second = os.dup(to_read), os.dup(from_write)
            high_first, high_second = 40, 41
            os.dup2(first, high_first)
            os.dup2(second, high_second)
            os.dup2(high_first, 3)
            os.dup2(high_second, 4)

        arguments = [
            find(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe",
            "--user-data-dir=" + self.profile, "--no-first-run", "--disable-extensions", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--hide-scrollbars", "about:blank",
        ]
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=place)
        os.close(to_read)
        os.close(from_write)
        self.buffer = b""
        self.last = 0
        self.session = None
        self.problems = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(domain + ".enable")

    def close(self):
        try:
            session, self.session = self.session, None
            self.ask("Browser.close", patience=10)
        except (BrowserError, OSError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.to_write)
        os.close(self.from_read)
        shutil.rmtree(self.profile, ignore_errors=True)

    def _receive(self, patience):
        """The next message, or None."""
        end = time.monotonic() + patience
        while b"\0" not in self.buffer:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.from_read], [], [], left)[0]:
                return None
            more = os.read(self.from_read, 1 << 20)
            if not more:
                raise BrowserError("the browser ended")
            self.buffer += more
        text, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(text)
        self._note(message)
        return message

    def _note(self, message):
        method, what = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            details = what["exceptionDetails"]
            self.problems.append("exception: " + details.get("exception", {}).get("description", details.get("text", "")))
        elif method == "Runtime.consoleAPICalled" and what["type"] in ("error", "warning", "assert"):
            self.problems.append("console: " + " ".join(str(argument.get("value", argument.get("description"))) for argument in what["args"]))
        elif method == "Log.entryAdded" and what["entry"]["level"] in ("error", "warning"):
            self.problems.append("log: " + what["entry"]["text"] + " " + what["entry"].get("url", ""))

    def ask(self, method, patience=60, **parameters):
        self.last += 1
        number = self.last
        message = {"id": number, "method": method, "params": parameters}
        if self.session and not method.startswith(("Target.", "Browser.")):
            message["sessionId"] = self.session
        os.write(self.to_write, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + patience
        while True:
            answer = self._receive(max(0, end - time.monotonic()))
            if answer is None:
                raise BrowserError("no answer to " + method)
            if answer.get("id") == number:
                if "error" in answer:
                    raise BrowserError(method + ": " + answer["error"]["message"])
                return answer["result"]

    # What a person does

    def evaluate(self, expression):
        result = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise BrowserError(expression + ": " + json.dumps(result["exceptionDetails"])[:400])
        return result["result"].get("value")

    def wait(self, expression, patience=60):
        """Until it is true in the page; a page that is being left has no answer yet."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            try:
                # A node of the page has no value of its own here, so truth is asked for.
                if self.evaluate("!!(" + expression + ")"):
                    return
            except BrowserError as error:
                if "context" not in str(error):
                    raise
            time.sleep(0.05)
        raise BrowserError("never true: " + expression + " at " + str(self.evaluate("location.href")))

    def open(self, url):
        self.ask("Page.navigate", url=url)
        self.wait("location.href === %s && document.readyState === 'complete'" % json.dumps(url))

    def key(self, name, shift=False):
        code = {"Tab": 9, "Enter": 13, "Space": 32}[name]
        text = {"Enter": "\r", "Space": " "}.get(name, "")
        common = {"key": " " if name == "Space" else name, "code": name, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self.ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **common)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **common)

    def tab_to(self, condition, limit=80):
        """Tabs until the focused element `e` meets the condition, and checks that each stop can be seen to have the focus."""
        for _ in range(limit):
            self.key("Tab")
            seen = self.evaluate(
                "(() => { const e = document.activeElement; const s = getComputedStyle(e);"
                " return [!!(%s), e === document.body || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0), e.outerHTML.slice(0, 90)]; })()" % condition)
            if not seen[1]:
                raise BrowserError("the focus cannot be seen on " + seen[2])
            if seen[0]:
                return
        raise BrowserError("the Tab key does not lead to " + condition)

    def screen(self, width, height, scheme):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, path, whole=True):
        data = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole, **(self._all() if whole else {}))["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def _all(self):
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        return {"clip": {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}}
