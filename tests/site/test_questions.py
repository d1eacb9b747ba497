"""Questions and progress in a real browser: answered by mouse, keyboard and touch, and kept."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

CHAPTER = "book/part1/ch04_training_linear_models.html"
PANEL = "book/preface/progress.html"
ONE = "#q-ch04-border"
ROW = "tr[data-checks]:has(a[href*=ch04_])"


@pytest.fixture
def chapter(address, visit):
    return visit(address + CHAPTER)


def answer(page, letter, question=ONE):
    page.locator(f'{question} input[value="{letter}"]').check()
    page.locator(f"{question} button").click()
    return page.locator(f"{question} [role=status]").inner_text()


def right(page, question=ONE):
    return page.locator(question).get_attribute("data-right")


def row(page):
    return page.locator(f"{ROW} td").all_inner_texts()[1:]


def test_every_wrong_option_gets_its_own_explanation(chapter):
    questions = chapter.locator("fieldset.homlp-question").evaluate_all(
        "all => all.map(one => one.id)"
    )
    assert len(questions) == 8
    for one in questions:
        told = {letter: answer(chapter, letter, f"#{one}") for letter in "ABCD"}
        good = right(chapter, f"#{one}")
        assert told[good].startswith(f"Right: {good}.")
        assert all(told[x].startswith(f"Not {x}.") for x in told if x != good)
        whys = chapter.locator(f"#{one} .homlp-why > li").evaluate_all(
            "all => all.map(one => one.textContent.trim().split('. ').slice(1).join('. '))"
        )
        for letter, why in zip("ABCD", whys, strict=True):  # after "A is wrong."
            said = chapter.locator(f"#{one} [role=status]")
            answer(chapter, letter, f"#{one}")
            assert said.text_content().split(". ", 1)[1].strip() == why
        assert all(len(text) > 60 for text in told.values())


def test_a_question_is_answered_by_keyboard_alone(chapter):
    chapter.locator(f"{ONE} input").first.focus()
    chapter.keyboard.press("Space")
    chapter.keyboard.press("ArrowDown")
    assert chapter.locator(f"{ONE} [role=status]").inner_text() == ""  # choosing is not answering
    chapter.keyboard.press("Enter")
    assert chapter.locator(f"{ONE} [role=status]").inner_text().startswith("Right: B.")
    chapter.keyboard.press("Tab")
    chapter.keyboard.press("Tab")
    chapter.keyboard.press("Enter")
    assert chapter.locator(f"{ONE} .homlp-why").is_visible()


def test_a_question_is_answered_by_touch_on_a_phone(address, visit):
    page = visit(address + CHAPTER, width=360, has_touch=True, is_mobile=True)
    page.locator(f"{ONE} label").nth(2).tap()
    page.locator(f"{ONE} button").tap()
    assert page.locator(f"{ONE} [role=status]").inner_text().startswith("Not C.")


def test_checking_without_a_choice_asks_for_one(chapter):
    chapter.locator(f"{ONE} button").click()
    assert "Choose" in chapter.locator(f"{ONE} [role=status]").inner_text()
    assert chapter.evaluate("localStorage.getItem('homlp-progress')") is None


def test_an_answer_is_there_after_a_reload_and_on_the_panel(chapter, address):
    answer(chapter, "A")
    answer(chapter, right(chapter, "#q-ch04-gap"), "#q-ch04-gap")
    chapter.locator("#ex-ch04-ridge .homlp-done input").check()
    chapter.reload()
    assert chapter.locator(f"{ONE} [role=status]").inner_text().startswith("Not A.")
    assert chapter.locator(f'{ONE} input[value="A"]').is_checked()
    assert chapter.locator("#ex-ch04-ridge .homlp-done input").is_checked()
    chapter.goto(address + PANEL)
    assert row(chapter) == ["2 of 8", "1", "1 of 7"]


def test_an_answer_to_a_question_that_changed_is_forgotten(chapter, address):
    answer(chapter, "A")
    chapter.evaluate(
        "() => { const all = JSON.parse(localStorage.getItem('homlp-progress'));"
        "all.answers['q-ch04-border'].version = '00000000';"
        "localStorage.setItem('homlp-progress', JSON.stringify(all)); }"
    )
    chapter.reload()
    assert chapter.locator(f"{ONE} input:checked").count() == 0
    chapter.goto(address + PANEL)
    assert row(chapter)[:2] == ["0 of 8", "0"]


def test_progress_can_be_exported_erased_and_imported(chapter, address, tmp_path):
    answer(chapter, "B")
    chapter.goto(address + PANEL)
    with chapter.expect_download() as download:
        chapter.get_by_role("button", name="Export").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    kept = json.loads(file.read_text())
    assert kept["answers"]["q-ch04-border"]["right"] is True
    erase = chapter.locator("[data-do=erase]")
    erase.click()
    assert row(chapter) == ["1 of 8", "1", "0 of 7"]  # the first press only asks
    erase.click()
    assert row(chapter) == ["0 of 8", "0", "0 of 7"]
    chapter.locator("input[type=file]").set_input_files(file)
    chapter.get_by_text("Added to what was here.").wait_for()
    assert row(chapter) == ["1 of 8", "1", "0 of 7"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "[]", '{"format": 2}', '{"format": 1, "answers": null, "done": 3}'],
)
def test_a_file_that_is_not_ours_changes_nothing(chapter, address, tmp_path, text):
    answer(chapter, "B")
    chapter.goto(address + PANEL)
    file = tmp_path / "other.json"
    file.write_text(text)
    chapter.locator("input[type=file]").set_input_files(file)
    chapter.get_by_text("holds no progress").wait_for()
    assert row(chapter) == ["1 of 8", "1", "0 of 7"]


@pytest.mark.parametrize(
    "kept", ["{", "7", '{"format":1,"answers":{"q-ch04-border":{"choice":9}},"done":{}}']
)
def test_damaged_storage_is_no_reason_to_fail(chapter, kept):
    chapter.evaluate("text => localStorage.setItem('homlp-progress', text)", kept)
    chapter.reload()
    assert answer(chapter, "B").startswith("Right: B.")
    chapter.reload()
    assert chapter.locator(f'{ONE} input[value="B"]').is_checked()


def test_a_browser_that_keeps_nothing_says_so(address, visit):
    page = visit("about:blank")
    page.add_init_script(
        "const set = Storage.prototype.setItem; Storage.prototype.setItem = function (key, value) "
        "{ if (key === 'homlp-progress') throw new Error('full'); set.call(this, key, value); }"
    )
    page.goto(address + CHAPTER)
    assert answer(page, "B").startswith("Right: B.")
    page.goto(address + PANEL)
    page.locator("[data-do=erase]").click()
    page.locator("[data-do=erase]").click()
    assert page.locator(".homlp-keeps").is_visible()


def test_another_tab_sees_an_answer_at_once(chapter, address):
    other = chapter.context.new_page()
    other.goto(address + PANEL)
    answer(chapter, "B")
    other.wait_for_function(
        "row => document.querySelector(`${row} td + td`).textContent[0] === '1'", arg=ROW
    )


def test_without_javascript_the_answer_unfolds(address, visit):
    page = visit(address + CHAPTER, java_script_enabled=False)
    assert page.locator(f"{ONE} button").count() == 0
    page.locator(f"{ONE} summary").click()
    assert "B is right." in page.locator(ONE).inner_text()
    assert not page.locator(".homlp-done").first.is_visible()


def test_in_print_the_answer_is_unfolded_and_nothing_asks_to_be_pressed(chapter):
    chapter.emulate_media(media="print")
    assert chapter.locator(f"{ONE} .homlp-why").evaluate("one => one.checkVisibility()")
    assert not chapter.locator(f"{ONE} button").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_in_answered_questions(address, visit, theme):
    page = visit(address + CHAPTER, theme=theme)
    answer(page, "A")
    answer(page, "B", "#q-ch04-noise")
    page.locator(f"{ONE} summary").click()
    results = Axe().run(page, context="fieldset.homlp-question")
    assert results.violations_count == 0, results.generate_report()
