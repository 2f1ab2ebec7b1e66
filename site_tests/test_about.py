"""The page about the model tells what its card and manifest hold, to everybody and on any host."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from pytrain.build import build
from pytrain.serve import Server
from site_tests.conftest import REPOSITORY, CopyDist, Launch, OpenMirror
from site_tests.mirror import TIMEOUT_MS
from site_tests.test_accessibility import violations
from site_tests.test_layout import clipped, scrolls_sideways

OUTPUT = Path(__file__).parent / "output"
LANGUAGES = ["en", "de", "es", "zh"]
SIZES = {"phone": (360, 740), "tablet": (820, 1180), "desk": (1440, 900)}

OpenAbout = Callable[..., Page]


@pytest.fixture
def open_about(launch: Launch, server: Server, request: pytest.FixtureRequest) -> OpenAbout:
    """open_about(at=url, query="?lang=de", **context_options): the page about the model, drawn, before no camera."""

    def open_page(at: str | None = None, query: str = "", **context: Any) -> Page:
        tab = launch(None).new_context(**{"viewport": {"width": 1280, "height": 900}} | context)
        request.addfinalizer(tab.close)
        page = tab.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        expect.set_options(timeout=TIMEOUT_MS)
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => (window.refused ??= []).push(e.blockedURI))"
        )
        page.goto(f"{at or server.url}about.html{query}")
        expect(page.locator("about-page")).to_have_attribute("data-state", re.compile("shown|failed"))
        return page

    return open_page


@pytest.fixture
def about(open_about: OpenAbout) -> Page:
    return open_about()


@pytest.fixture(scope="session")
def card(dist: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((dist / "model" / "card.json").read_text())
    return told


@pytest.fixture(scope="session")
def manifest(dist: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((dist / "model" / "manifest.json").read_text())
    return told


def chapter(page: Page, heading: str) -> Locator:
    return page.get_by_role("region", name=heading, exact=True)


def rows_of(page: Page, list_name: str) -> dict[str, str]:
    """What stands beside the bars of a list, by label."""
    rows = page.get_by_role("list", name=list_name).get_by_role("listitem")
    return {str(row.get_attribute("data-label")): plain(row.inner_text()) for row in rows.all()}


def plain(text: str) -> str:
    return " ".join(text.split())


def percent(ratio: float, digits: int = 1) -> str:
    return f"{100 * ratio:.{digits}f} %"


def wilson(hits: int, count: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    interval = binomtest(hits, count).proportion_ci(0.95, method="wilson")
    return float(interval.low), float(interval.high)


def open_all(page: Page) -> None:
    for summary in page.locator("summary").all():
        summary.click()


def test_the_accuracy_stands_there_with_its_interval_as_the_card_has_it(about: Page, card: dict[str, Any]) -> None:
    split = card["evaluation"]["splits"]["PrivateTest"]
    low, high = split["accuracy_interval_95"]
    text = plain(chapter(about, "How often it is right").inner_text())
    assert f"{split['count']:,} pictures of faces" in text
    assert f"named {percent(split['accuracy'])} of them" in text
    assert f"interval is {100 * low:.1f} to {percent(high)}." in text
    fewer = card["evaluation"]["splits"]["PrivateTest-deduplicated"]
    assert f"{fewer['count']:,} are left, and it is right in {percent(fewer['accuracy'])}" in text


def test_every_expression_has_its_bar_with_figures_and_a_wilson_interval(
    about: Page, card: dict[str, Any], manifest: dict[str, Any]
) -> None:
    confusion = card["evaluation"]["splits"]["PrivateTest"]["confusion"]
    rows = rows_of(about, "Of the faces with this label, it names so many so")
    assert list(rows) == manifest["labels"]
    for i, (label, said) in enumerate(rows.items()):
        right, faces = confusion[i][i], sum(confusion[i])
        low, high = wilson(right, faces)
        assert said == f"{label} {percent(right / faces, 0)} of {faces} ({100 * low:.0f} to {percent(high, 0)})"


def test_the_bars_are_as_long_as_their_figures_say(about: Page, card: dict[str, Any]) -> None:
    recalls = [row["recall"] for row in card["evaluation"]["splits"]["PrivateTest"]["per_class"].values()]
    shares = (
        about.get_by_role("list", name="Of the faces with this label")
        .locator("[aria-hidden]")
        .evaluate_all("ranges => ranges.map(range => range.firstElementChild.clientWidth / range.clientWidth)")
    )
    assert shares == pytest.approx(recalls, abs=0.01)


def test_the_confusion_table_holds_every_count_and_its_rows_add_up(about: Page, card: dict[str, Any]) -> None:
    split = card["evaluation"]["splits"]["PrivateTest"]
    table = about.get_by_role("table", name="What the label says, and what the model says, in percent of the row")
    cells = table.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => Number(cell.dataset.count ?? cell.innerText)))"
    )
    assert [row[:-1] for row in cells] == split["confusion"]
    assert [row[-1] for row in cells] == [sum(row) for row in split["confusion"]]
    assert sum(row[-1] for row in cells) == split["count"]
    first = split["confusion"][0]
    heard = plain(table.get_by_role("cell").nth(1).inner_text())
    assert heard.startswith(f"{100 * first[0] / sum(first):.0f} ")
    assert f"{percent(first[0] / sum(first))}, {first[0]} faces" in heard


def test_the_table_shows_faces_instead_of_percent_when_asked(about: Page, card: dict[str, Any]) -> None:
    about.get_by_label("Count faces instead of percent").check()
    table = about.get_by_role("table", name="What the label says, and what the model says, in faces")
    seen = table.locator("tbody td span[aria-hidden]").all_inner_texts()
    assert [int(text.replace(",", "")) for text in seen] == [
        count for row in card["evaluation"]["splits"]["PrivateTest"]["confusion"] for count in row
    ]


def test_two_sentences_name_the_commonest_mistakes(about: Page, card: dict[str, Any], manifest: dict[str, Any]) -> None:
    labels, confusion = manifest["labels"], card["evaluation"]["splits"]["PrivateTest"]["confusion"]
    worst = sorted(
        (
            max((count / sum(row), labels[k], labels[i]) for k, count in enumerate(row) if k != i)
            for i, row in enumerate(confusion)
        ),
        reverse=True,
    )
    assert [plain(sentence) for sentence in about.locator('[data-role="mistake"]').all_inner_texts()] == [
        f"When a face is labelled “{actual}”, it says “{said}” in {percent(share, 0)} of cases."
        for share, said, actual in worst[:2]
    ]


def test_the_reliability_diagrams_have_words_and_a_table_with_every_dot(about: Page, card: dict[str, Any]) -> None:
    before, after = (card["evaluation"]["calibration"]["PrivateTest"][when] for when in ("before", "after"))
    about.locator("#sure summary").click()
    for name, found in (("Raw, without the temperature", before), ("As the mirror shows it", after)):
        filled = [i for i, count in enumerate(found["count"]) if count]
        off = sum(found["count"][i] * abs(found["accuracy"][i] - found["confidence"][i]) for i in filled)
        apart = f"{100 * off / sum(found['count']):.1f} points"
        picture = about.get_by_role("img", name=re.compile(f"^{name}: on average {apart.replace(' ', '.')} off"))
        expect(picture.locator("circle")).to_have_count(len(filled))
        rows = about.get_by_role("table", name=name).locator("tbody tr").all()
        assert len(rows) == len(filled)
        for row, i in zip(rows, filled, strict=True):
            cells = [plain(cell) for cell in row.locator("td").all_inner_texts()]
            expected = [f"{found['count'][i]:,}", percent(found["confidence"][i]), percent(found["accuracy"][i])]
            assert cells[:3] == expected
    assert f"{card['evaluation']['temperature']:.3f}" in chapter(about, "Does it know how sure it is?").inner_text()


def test_what_harms_it_stands_in_the_order_of_the_harm(about: Page, card: dict[str, Any]) -> None:
    rows = rows_of(about, "Points of accuracy lost, by what was done to the faces")
    expected = sorted(card["robustness"].values(), key=lambda row: -row["loss"])
    assert len(rows) == len(expected)
    for said, row in zip(rows.values(), expected, strict=True):
        assert said.endswith(f"\N{MINUS SIGN}{100 * row['loss']:.1f} points, {percent(row['accuracy'])} right")
    assert next(iter(rows)) == "with a drawn beard"


def test_peers_and_people_stand_beside_it(about: Page, card: dict[str, Any], manifest: dict[str, Any]) -> None:
    accuracy = rows_of(about, "How often each is right")
    times = rows_of(about, "Time for a face, as a multiple of ours")
    assert list(accuracy) == [f"{manifest['name']}, this one", *card["peers"]]
    for name, peer in card["peers"].items():
        low, high = peer["accuracy_interval_95"]
        assert accuracy[name] == f"{name} {percent(peer['accuracy'])} ({100 * low:.1f} to {percent(high)})"
        assert times[name] == f"{name} {peer['latency_ratio']:.2f} times"
    people = card["agreement"]["PrivateTest"]
    text = plain(chapter(about, "Beside others").inner_text())
    assert f"On {people['count']:,} of them" in text
    assert f"same in {percent(people['model'])} of cases, the original label in {percent(people['labels'])}" in text


def test_data_origin_and_making_are_told_with_the_files_own_figures(
    about: Page, card: dict[str, Any], manifest: dict[str, Any]
) -> None:
    data = plain(chapter(about, "What it learned from").inner_text())
    faults = card["data"]
    for figure in (f"{faults['faces']:,} small", f"{faults['conflicting']} groups", f"{faults['blank']} blank"):
        assert figure in data
    assert f"{sum(faults['leaked'].values())} test pictures" in data
    origin = plain(chapter(about, "Where it comes from").inner_text())
    weights = next(file for file in manifest["files"] if file["path"].endswith(".bin"))
    training = manifest["training"]
    for figure in (
        weights["sha256"],
        training["commit"],
        f"{manifest['parameters']:,} learned numbers",
        f"{manifest['mflops']} million",
        f"{training['epochs']} epochs, seed {training['seed']}",
        *card["origin"]["teachers"],
    ):
        assert figure in origin
    made = chapter(about, "How these figures were made")
    assert card["runtime"] in made.inner_text()
    assert f"invoke train --preset {training['preset']} --data PATH" in made.inner_text()
    for name in ("manifest.json", "card.json"):
        address = made.get_by_role("link", name=name).evaluate("link => link.href")
        assert about.request.get(address).json()["evaluation" if name == "card.json" else "labels"]


def test_a_figure_that_changes_in_the_card_changes_on_the_page(
    open_about: OpenAbout, serve: Callable[[Path], Server], copy_dist: CopyDist
) -> None:
    folder = copy_dist()
    file = folder / "model" / "card.json"
    told = json.loads(file.read_text())
    told["robustness"]["drawn beard"] |= {"accuracy": 0.1234, "loss": 0.4321}
    told["robustness"]["in a fog"] = {"accuracy": 0.9, "loss": -0.2}
    told["data"]["blank"] = 4711
    told["seeds"] = [{"seed": seed, "public_test": 0.5, "private_test": 0.5 + seed / 10} for seed in (0, 1, 2)]
    file.write_text(json.dumps(told))
    page = open_about(at=serve(folder).url)
    rows = rows_of(page, "Points of accuracy lost")
    assert rows["with a drawn beard"].endswith("\N{MINUS SIGN}43.2 points, 12.3 % right")
    assert rows["in a fog"].endswith("+20.0 points, 90.0 % right"), "a condition without a text keeps its name"
    assert "4,711 blank pictures" in chapter(page, "What it learned from").inner_text()
    assert "3 runs of the same recipe are right in 60.00 %" in plain(chapter(page, "Where it comes from").inner_text())


def another_models(card: dict[str, Any]) -> str:
    return json.dumps(card | {"weights_sha256": "0" * 64})


@pytest.mark.parametrize(
    ("spoil", "gap", "sentence"),
    [
        (lambda card: None, "missing", "came without the card"),
        (another_models, "foreign", "was measured on another model"),
        (lambda card: json.dumps(card | {"mood": 1}), "unreadable", "cannot be read"),
        (lambda card: "<<<<<<< HEAD", "unreadable", "cannot be read"),
    ],
    ids=["missing", "another model's", "unknown key", "no JSON"],
)
def test_without_a_card_of_its_own_the_page_says_so_and_tells_what_the_manifest_knows(
    open_about: OpenAbout,
    serve: Callable[[Path], Server],
    copy_dist: CopyDist,
    card: dict[str, Any],
    manifest: dict[str, Any],
    spoil: Callable[[dict[str, Any]], str | None],
    gap: str,
    sentence: str,
) -> None:
    folder = copy_dist()
    file = folder / "model" / "card.json"
    text = spoil(card)
    file.unlink() if text is None else file.write_text(text)
    page = open_about(at=serve(folder).url)
    note = page.locator(f'[role="note"][data-gap="{gap}"]')
    expect(note).to_contain_text(sentence)
    private = manifest["metrics"]["PrivateTest"]
    assert percent(private["accuracy"]) in plain(chapter(page, "How often it is right").inner_text())
    rows = rows_of(page, "Of the faces with this label")
    assert rows == {label: f"{label} {percent(private['recall'][label], 0)}" for label in manifest["labels"]}
    for heading in ("What it mixes up", "Does it know how sure it is?", "What a webcam does to it", "Beside others"):
        expect(page.get_by_role("heading", name=heading)).to_have_count(0)
    expect(chapter(page, "What it must not be used for")).to_contain_text("prohibited in the European Union")
    assert percent(next(iter(card["peers"].values()))["accuracy"]) not in page.inner_text("body")
    assert violations(page) == []


def test_a_model_that_was_not_evaluated_is_built_all_the_same(tmp_path: Path) -> None:
    fresh = shutil.copytree(REPOSITORY / "model", tmp_path / "model", ignore=shutil.ignore_patterns("card*", "CARD*"))
    built = build(tmp_path / "dist", model=fresh)
    assert (built / "about.html").exists()
    assert not (built / "model" / "card.json").exists()


def test_without_a_model_the_page_explains_itself(
    open_about: OpenAbout, serve: Callable[[Path], Server], copy_dist: CopyDist
) -> None:
    folder = copy_dist()
    (folder / "model" / "manifest.json").unlink()
    page = open_about(at=serve(folder).url)
    expect(page.get_by_role("alert")).to_contain_text("The model is not there")
    assert violations(page) == []


def test_nothing_is_said_of_the_faults_of_a_data_set_that_it_did_not_learn_from(
    open_about: OpenAbout, serve: Callable[[Path], Server], copy_dist: CopyDist
) -> None:
    folder = copy_dist()
    file = folder / "model" / "manifest.json"
    told = json.loads(file.read_text())
    told["training"]["dataset"] = "drawn-faces"
    file.write_text(json.dumps(told))
    page = open_about(at=serve(folder).url)
    expect(page.get_by_text("Demonstration model")).to_be_visible()
    expect(page.get_by_role("heading", name="Who is missing")).to_have_count(0)
    assert "FER2013:" not in chapter(page, "What it learned from").inner_text()


def test_the_speed_of_this_device_is_measured_without_a_camera_and_twice_if_wanted(about: Page) -> None:
    asked: list[str] = []
    about.context.on("request", lambda request: asked.append(request.url))
    about.get_by_role("button", name="Measure now").click()
    result = about.locator('[data-role="speed"]')
    expect(result).to_have_text(re.compile(r"^[\d.]+.ms for one face$"))
    assert float(re.sub(r"[^\d.]", "", result.inner_text())) > 0
    assert result.get_attribute("data-backend") == "wasm"
    expect(chapter(about, "How fast it is on your device, now")).to_contain_text(
        "the median of 30 rounds. Computed by WebAssembly"
    )
    assert [url for url in asked if "worker-wasm" in url]
    about.get_by_role("button", name="Measure again").click()
    expect(about.locator('[data-timing="measured"]')).to_be_visible()


def test_how_far_the_measurement_is_can_be_seen(about: Page) -> None:
    about.evaluate(
        """() => {
            window.told = [];
            new MutationObserver(() => window.told.push(document.querySelector('progress')?.value))
                .observe(document.querySelector('device-speed'), { childList: true, subtree: true, attributes: true });
        }"""
    )
    about.get_by_role("button", name="Measure now").click()
    expect(about.locator('[data-timing="measured"]')).to_be_visible()
    seen = [value for value in about.evaluate("() => window.told") if value is not None]
    assert seen == sorted(seen)
    assert len(set(seen)) > 3


def test_no_engine_is_loaded_before_the_button_is_pressed(open_about: OpenAbout, server: Server) -> None:
    page = open_about()
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url.removeprefix(server.url)))
    page.reload()
    expect(page.locator("about-page")).to_have_attribute("data-state", "shown")
    assert {"about.html", "model/manifest.json", "model/card.json"} <= set(asked)
    assert [url for url in asked if re.search(r"\.bin|worker|embed|backend|detector", url)] == []


def test_a_speed_that_cannot_be_measured_is_explained(
    open_about: OpenAbout, serve: Callable[[Path], Server], copy_dist: CopyDist
) -> None:
    folder = copy_dist()
    for file in (folder / "model").glob("*.bin"):
        file.unlink()
    page = open_about(at=serve(folder).url)
    page.get_by_role("button", name="Measure now").click()
    expect(page.locator('[data-timing="failed"]')).to_contain_text("It could not be measured here.")
    expect(page.get_by_role("button", name="Measure now")).to_be_enabled()


def test_nothing_is_asked_of_another_site_and_the_policy_refuses_nothing(open_about: OpenAbout, server: Server) -> None:
    page = open_about()
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.get_by_role("button", name="Measure now").click()
    expect(page.locator('[data-timing="measured"]')).to_be_visible()
    page.get_by_label("Count faces instead of percent").check()
    open_all(page)
    assert len(asked) > 8
    assert [url for url in asked if not url.removeprefix("blob:").startswith(server.url)] == []
    assert page.evaluate("() => window.refused ?? []") == []


def test_its_policy_is_the_mirror_s(dist: Path) -> None:
    policies = [
        re.findall(r'Content-Security-Policy"\s+content="([^"]+)"', (dist / name).read_text())
        for name in ("index.html", "about.html")
    ]
    assert len(policies[0]) == 1
    assert policies[0] == policies[1]


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1440, "light")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_nothing_sticks_out_in_any_language(
    open_about: OpenAbout, language: str, width: int, theme: Literal["dark", "light"]
) -> None:
    page = open_about(query=f"?lang={language}", viewport={"width": width, "height": 740}, color_scheme=theme)
    assert page.evaluate("() => document.documentElement.lang.slice(0, 2)") == language
    open_all(page)
    assert not scrolls_sideways(page)
    assert clipped(page) == []
    assert violations(page) == []


def test_german_writes_its_figures_the_german_way(open_about: OpenAbout, card: dict[str, Any]) -> None:
    page = open_about(locale="de-AT")
    split = card["evaluation"]["splits"]["PrivateTest"]
    text = plain(chapter(page, "Wie oft es recht hat").inner_text())
    assert f"{split['count']:,} Bildern".replace(",", ".") in text
    assert percent(split["accuracy"]).replace(".", ",") in text
    assert page.title() == "Mood Mirror: Über das Modell"


def test_another_language_can_be_chosen_and_the_mirror_speaks_it_too(about: Page) -> None:
    about.locator('[data-role="language"]').select_option("es")
    expect(about.get_by_role("heading", level=1)).to_have_text("Sobre el modelo")
    expect(about.locator("#sure h2")).to_have_text("¿Sabe lo seguro que está?")
    expect(about.locator('[data-role="mistake"]').first).to_contain_text("Cuando la etiqueta de una cara es")
    expect(about).to_have_title("Mood Mirror: Sobre el modelo")
    about.get_by_role("link", name="Volver al espejo").first.click()
    expect(about.get_by_role("button", name="Empezar directo")).to_be_visible()


def test_without_its_texts_a_language_gives_way_to_english(open_about: OpenAbout, dist: Path) -> None:
    page = open_about()
    texts = next(file for file in (dist / "assets").glob("about-*.js") if "Cómo leerlo" in file.read_text("utf-8"))
    page.route(f"**/{texts.name}", lambda route: route.abort())
    page.goto(page.url + "?lang=es")
    expect(page.get_by_role("heading", level=1)).to_have_text("About the model")
    assert page.evaluate("() => document.documentElement.lang") == "en"


def test_everything_is_reached_and_worked_by_the_keyboard(about: Page) -> None:
    active = """() => {
        const all = [...document.querySelectorAll('a, button, input, select, summary, [tabindex]')]
            .filter(each => each.checkVisibility());
        return [all.indexOf(document.activeElement), all.length];
    }"""
    about.keyboard.press("Tab")
    first, count = about.evaluate(active)
    reached = [first]
    while len(reached) < count:
        about.keyboard.press("Tab")
        reached.append(about.evaluate(active)[0])
    assert reached == list(range(count))
    about.get_by_label("Count faces instead of percent").focus()
    about.keyboard.press("Space")
    expect(about.get_by_role("table", name="in faces")).to_be_visible()
    about.get_by_role("button", name="Measure now").focus()
    about.keyboard.press("Enter")
    expect(about.locator('[data-timing="measured"]')).to_be_visible()
    expect(about.get_by_role("button", name="Measure again")).to_be_focused()


def test_a_chapter_is_reached_by_its_link_and_by_the_address(open_about: OpenAbout) -> None:
    page = open_about(query="#law")
    expect(page.locator("#law h2")).to_be_in_viewport()
    page.get_by_role("navigation").get_by_role("link", name="How often it is right").click()
    expect(page.locator("#right h2")).to_be_in_viewport()


def test_tables_have_captions_and_heads_for_every_row_and_column(about: Page) -> None:
    open_all(about)
    tables = about.locator("table").all()
    assert len(tables) == 5
    for table in tables:
        assert table.locator("caption").inner_text().strip()
        head = table.locator("thead th[scope=col]").count()
        for row in table.locator("tbody tr").all():
            assert row.locator("th[scope=row]").count() == 1
            assert 1 + row.locator("td").count() == head + (1 if table.locator("thead td").count() else 0)


def test_the_page_prints_whole_and_without_what_can_only_be_pressed(about: Page) -> None:
    about.emulate_media(media="print", color_scheme="dark")
    about.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(about.get_by_role("navigation")).to_be_hidden()
    expect(about.get_by_role("button", name="Measure now")).to_be_hidden()
    expect(about.get_by_role("table", name="How often it is right, by expression")).to_be_visible()
    assert about.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert len(about.pdf()) > 20_000


@pytest.mark.parametrize("link", ["All about this model", "About the model"])
def test_the_mirror_leads_to_the_page_and_the_page_back_under_any_path(
    open_mirror: OpenMirror, serve: Callable[[Path], Server], dist: Path, tmp_path: Path, link: str
) -> None:
    shutil.copytree(dist, tmp_path / "some" / "where")
    (tmp_path / "index.html").write_text("another page")
    mirror = open_mirror(at=serve(tmp_path).url + "some/where/")
    mirror.page.get_by_text("About this model", exact=True).click()
    mirror.page.get_by_role("link", name=link).click()
    page = mirror.page
    expect(page.locator("about-page")).to_have_attribute("data-card", "measured")
    page.get_by_role("button", name="Measure now").click()
    expect(page.locator('[data-timing="measured"]')).to_be_visible()
    page.get_by_role("link", name="Back to the mirror").first.click()
    mirror.wait_for("ready")


def test_the_mirror_s_first_visit_fetches_nothing_of_it(launch: Launch, server: Server) -> None:
    tab = launch().new_context()
    page = tab.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url)
    expect(page.locator("mood-mirror-app")).to_have_attribute("data-state", "ready", timeout=TIMEOUT_MS)
    scripts = [page.request.get(url).text() for url in asked if url.endswith(".js")]
    assert scripts
    assert not any("FER+" in script or "wilson" in script.lower() for script in scripts)
    assert not any("card.json" in url or "/about" in url for url in asked)
    tab.close()


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", list(SIZES))
def test_the_page_poses(open_about: OpenAbout, size: str, theme: Literal["dark", "light"]) -> None:
    width, height = SIZES[size]
    page = open_about(viewport={"width": width, "height": height}, color_scheme=theme)
    OUTPUT.mkdir(exist_ok=True)
    picture = OUTPUT / f"{size}-{theme}-about.png"
    page.screenshot(path=picture, full_page=True)
    assert picture.stat().st_size > 100_000
