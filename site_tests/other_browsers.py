"""Firefox and WebKit as distributions ship them, since Playwright drives only its own builds of the two.

Firefox speaks WebDriver BiDi on a web socket by itself (https://w3c.github.io/webdriver-bidi/); WebKitGTK comes with a WebDriver of
the classic kind. Both are reduced here to what the tests ask of a browser.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import websocket
from selenium import webdriver
from selenium.webdriver.common.by import By

TIMEOUT_S = 120

_MINI_BROWSER = "*/webkit2gtk-4.*/MiniBrowser"


_FIREFOX = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "webgl.force-enabled": True,  # it would decline to do it in software
    # Its own calls home.
    "app.normandy.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


class OtherBrowser(Protocol):
    """One tab of a browser, with a profile of its own.

    Attributes:
        version: its name and number.
    """

    version: str

    def go(self, address: str) -> None:
        """Loads the page, whole."""

    def evaluate(self, expression: str) -> Any:
        """What the JavaScript expression comes to, awaited, and carried over as JSON."""

    def choose_file(self, selector: str, path: Path) -> None:
        """What a person does in the dialog that the file input opens."""

    def close(self) -> None: ...


class Firefox:
    """Before the fake camera that Firefox has built in, which shows no face. Not headless: then it has no WebGL, not even in software."""

    def __init__(self, program: str, profile: Path, environment: dict[str, str]) -> None:
        profile.mkdir()
        preferences = (f'user_pref("{name}", {json.dumps(value)});' for name, value in _FIREFOX.items())
        (profile / "user.js").write_text("\n".join(preferences))
        options = ["--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
        self._process = subprocess.Popen(
            [program, *options, "about:blank"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            told = _contents(profile / "WebDriverBiDiServer.json")
            address = f"ws://{told['ws_host']}:{told['ws_port']}/session"
            # Firefox refuses whoever names an origin: that would be a page of some site.
            self._socket = websocket.create_connection(address, timeout=TIMEOUT_S, suppress_origin=True)
            self._count = 0
            able = self._call("session.new", capabilities={})["capabilities"]
            self.version = f"{able['browserName']} {able['browserVersion']}"
            self._tab = self._call("browsingContext.getTree")["contexts"][0]["context"]
        except BaseException:
            self._process.kill()
            raise

    def _call(self, method: str, **parameters: Any) -> Any:
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        while (answer := json.loads(self._socket.recv())).get("id") != self._count:
            pass  # an event
        assert answer["type"] == "success", answer
        return answer["result"]

    def go(self, address: str) -> None:
        self._call("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        told = self._call(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then((value) => JSON.stringify(value ?? null))",
            target={"context": self._tab},
            awaitPromise=True,
        )
        assert told["type"] == "success", told["exceptionDetails"]["text"]
        return json.loads(told["result"]["value"])

    @contextmanager
    def behind_another_tab(self) -> Iterator[None]:
        """Another tab is looked at meanwhile."""
        other = self._call("browsingContext.create", type="tab")["context"]
        self._call("browsingContext.activate", context=other)
        try:
            yield
        finally:
            self._call("browsingContext.close", context=other)
            self._call("browsingContext.activate", context=self._tab)

    def go_back(self) -> None:
        """As its button does: to the page before, with all that it was about, where the browser has kept it."""
        self._call("browsingContext.traverseHistory", context=self._tab, delta=-1)

    def choose_file(self, selector: str, path: Path) -> None:
        locator = {"type": "css", "value": selector}
        (input_,) = self._call("browsingContext.locateNodes", context=self._tab, locator=locator)["nodes"]
        element = {"sharedId": input_["sharedId"]}
        self._call("input.setFiles", context=self._tab, element=element, files=[str(path)])

    def close(self) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(TIMEOUT_S)


class WebKit:
    """WebKitGTK's MiniBrowser before the cameras it makes up for tests; under automation it leaves no profile behind."""

    def __init__(self, driver: str, mini_browser: Path, environment: dict[str, str]) -> None:
        options = webdriver.WebKitGTKOptions()
        options.binary_location = str(mini_browser)
        options.add_argument("--automation")
        options.add_argument("--enable-mock-capture-devices=TRUE")
        self._driver = webdriver.WebKitGTK(options, webdriver.WebKitGTKService(driver, env=environment))
        self._driver.set_script_timeout(TIMEOUT_S)
        self.version = f"WebKitGTK {self._driver.capabilities['browserVersion']}"

    def go(self, address: str) -> None:
        self._driver.get(address)

    def evaluate(self, expression: str) -> Any:
        told = self._driver.execute_async_script(
            f"""const tell = arguments[0];
            Promise.resolve({expression})
                .then((value) => tell({{ value: JSON.stringify(value ?? null) }}), (error) => tell({{ error: String(error) }}));"""
        )
        assert "error" not in told, told["error"]
        return json.loads(told["value"])

    def choose_file(self, selector: str, path: Path) -> None:
        self._driver.find_element(By.CSS_SELECTOR, selector).send_keys(str(path))

    def close(self) -> None:
        self._driver.quit()


@contextmanager
def opened(name: str, folder: Path) -> Iterator[OtherBrowser | None]:
    """The browser called "firefox" or "webkit" on a screen that nobody sees; None where this machine has none.

    Args:
        folder: for its profile.
    """
    firefox = shutil.which("firefox-esr") or shutil.which("firefox")
    driver, mini_browser = shutil.which("WebKitWebDriver"), next(Path("/usr/lib").glob(_MINI_BROWSER), None)
    with _screen() as environment:
        browser: OtherBrowser | None = None
        if environment and name == "firefox" and firefox:
            browser = Firefox(firefox, folder / "profile", environment)
        elif environment and name == "webkit" and driver and mini_browser:
            browser = WebKit(driver, mini_browser, environment)
        try:
            yield browser
        finally:
            if browser:
                browser.close()


@contextmanager
def _screen() -> Iterator[dict[str, str] | None]:
    """An Xvfb with a number that is free: the environment in which programs appear on it; None where there is no Xvfb."""
    if not shutil.which("Xvfb"):
        yield None
        return
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1000x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield os.environ | {"DISPLAY": f":{told.readline().strip()}"}
    finally:
        screen.terminate()
        screen.wait(TIMEOUT_S)


def _contents(path: Path) -> dict[str, Any]:
    """What the JSON file holds, once it is there and whole."""
    deadline = time.monotonic() + TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            contents: dict[str, Any] = json.loads(path.read_text())
            return contents
        except (FileNotFoundError, json.JSONDecodeError):
            time.sleep(0.05)
    raise AssertionError(f"{path.name} was not written within {TIMEOUT_S} s")
