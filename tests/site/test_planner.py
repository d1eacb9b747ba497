"""The route planner and the map in a real browser, held against networkx."""

import json
import random

import networkx as nx
import pytest
from axe_playwright_python.sync_playwright import Axe

ROADMAP = "book/preface/roadmap.html"


@pytest.fixture
def roadmap(address, visit):
    return visit(address + ROADMAP)


def pages(page):
    return json.loads(page.locator(".homlp-planner script").text_content())


def expected(found, reach, know):
    """Return the route: ancestors of the goals but not of what is known, goals first come first."""
    order = {one["id"]: index for index, one in enumerate(found)}
    graph = nx.DiGraph((one["id"], above) for one in found for above in one["requires"])
    graph.add_nodes_from(order)
    known = set(know).union(*(nx.descendants(graph, one) for one in know))
    wanted = set(reach).union(*(nx.descendants(graph, one) for one in reach)) - known
    graph = graph.subgraph(wanted)
    route = []
    for one in sorted(wanted, key=order.get):
        by_order = nx.dfs_postorder_nodes(
            graph, one, sort_neighbors=lambda near: sorted(near, key=order.get)
        )
        route += [below for below in by_order if below not in route]
    return route


def add(page, name, *ids):
    for one in ids:
        page.locator(f"#planner-{name}").select_option(one)
        page.locator(f"[data-list={name}] button", has_text="Add").click()


def shown(page):
    return page.locator(".homlp-route li").evaluate_all(
        "all => all.map(one => one.firstChild.textContent)"
    )


def test_the_route_is_what_a_graph_library_finds_for_many_choices(roadmap):
    found = pages(roadmap)
    ids = [one["id"] for one in found]
    draw = random.Random(0)
    choices = [
        (draw.sample(ids, draw.randint(0, 5)), draw.sample(ids, draw.randint(0, 4)))
        for _ in range(400)
    ]
    routes = roadmap.evaluate(
        "([pages, all]) => all.map(([reach, know]) => homlp.route(pages, reach, know))",
        [found, choices],
    )
    assert routes == [expected(found, *choice) for choice in choices]
    assert any(len(route) > 15 for route in routes)
    assert any(route == [] for route in routes)


def test_a_page_comes_after_all_that_it_requires_and_chapters_in_their_order(roadmap):
    found = {one["id"]: one for one in pages(roadmap)}
    route = roadmap.evaluate(
        "pages => homlp.route(pages, pages.map(one => one.id), [])", [*found.values()]
    )
    assert sorted(route) == sorted(found)
    for place, one in enumerate(route):
        assert set(found[one]["requires"]) <= set(route[:place])
    chapters = [one for one in route if one.startswith("ch")]
    assert chapters == sorted(chapters)


def test_a_plan_is_made_with_the_mouse_and_adds_up(roadmap):
    found = {one["id"]: one for one in pages(roadmap)}
    add(roadmap, "reach", "ch05")
    add(roadmap, "know", "ch02")
    assert shown(roadmap) == [found["ch03"]["title"], found["ch05"]["title"]]
    minutes = found["ch03"]["minutes"] + found["ch05"]["minutes"]
    total = roadmap.locator(".homlp-route .total").inner_text()
    hours, rest = divmod(minutes, 60)
    assert f"2 pages to read: {hours} h{f' {rest} min' if rest else ''};" in total
    seconds = found["ch03"]["seconds"]
    shown_time = f"{seconds} s" if seconds < 100 else f"{int(seconds / 60 + 0.5)} min"
    assert f"takes {shown_time};" in total
    assert "1 not yet written" in total
    link = roadmap.locator(".homlp-route li a")
    assert link.inner_text() == found["ch03"]["title"]
    assert link.get_attribute("href").endswith("ch03_classification.html")


def test_a_plan_is_made_by_keyboard_alone(roadmap):
    roadmap.locator("#planner-reach").focus()
    roadmap.keyboard.type("Chapter 9")
    roadmap.keyboard.press("Tab")
    roadmap.keyboard.press("Enter")
    assert "#reach=ch09" in roadmap.url
    roadmap.locator("#planner-know").focus()
    roadmap.keyboard.type("Chapter 4")
    roadmap.keyboard.press("Enter")
    assert roadmap.url.endswith("#reach=ch09&know=ch04")
    assert len(shown(roadmap)) == 1
    roadmap.get_by_role("button", name="Remove Chapter 4").press("Enter")
    assert roadmap.url.endswith("#reach=ch09")
    assert roadmap.evaluate("document.activeElement.id") == "planner-know"


def test_a_plan_is_made_by_touch_on_a_phone(address, visit):
    page = visit(address + ROADMAP, width=360, has_touch=True, is_mobile=True)
    page.locator("#planner-reach").select_option("ch01")
    page.locator("[data-list=reach] button", has_text="Add").tap()
    assert len(shown(page)) == 3
    assert not page.locator(".homlp-map svg").is_visible()
    assert page.locator(".homlp-map-small").is_visible()


def test_an_address_is_a_plan_and_the_back_button_undoes_a_step(address, visit):
    page = visit(address + ROADMAP + "#reach=ch01&know=numpy")
    assert len(shown(page)) == 2
    add(page, "reach", "matplotlib")
    assert len(shown(page)) == 3
    page.go_back()
    page.wait_for_function("document.querySelectorAll('.homlp-route li').length === 2")
    assert page.get_by_role("button", name="Remove Matplotlib").count() == 0
    page.get_by_role("button", name="Start over").click()
    page.wait_for_function("document.querySelectorAll('.homlp-route li').length === 0")
    page.go_back()
    page.wait_for_function("document.querySelectorAll('.homlp-route li').length === 2")


def test_a_link_inside_the_page_leaves_the_plan_alone(address, visit):
    page = visit(address + ROADMAP + "#reach=ch01")
    page.locator('.homlp-map [data-page="ch05"]').click()
    assert page.url.endswith("#page-ch05")
    assert len(shown(page)) == 3


def test_an_address_with_unknown_pages_says_which(address, visit):
    page = visit(address + ROADMAP + "#reach=ch01,ch99,<b>&know=%22x")
    assert len(shown(page)) == 3
    assert 'ch99, <b>, "x' in page.locator(".homlp-route .unknown").inner_text()


def test_the_map_shows_the_route(address, visit):
    page = visit(address + ROADMAP + "#reach=ch04&know=ch01")

    def having(kind):
        return set(
            page.locator(f".homlp-map a.{kind}").evaluate_all(
                "all => all.map(one => one.dataset.page)"
            )
        )

    assert having("on") == {"matplotlib", "ch02", "linear_algebra", "calculus", "ch04"}
    assert having("goal") == {"ch04"}
    assert having("known") == {"ch01", "pandas", "numpy"}
    assert page.locator(".homlp-map path.on").count() == 4


def test_every_box_of_the_map_is_reached_by_keyboard_and_leads_somewhere(roadmap):
    boxes = roadmap.locator(".homlp-map a[data-page]")
    assert boxes.count() == len(pages(roadmap)) == 31
    boxes.first.focus()
    roadmap.keyboard.press("Tab")
    assert roadmap.evaluate("document.activeElement.dataset.page") == "ch02"
    for link in boxes.evaluate_all("all => all.map(one => one.getAttribute('href'))"):
        if link.startswith("#"):
            assert roadmap.locator(f'[id="{link[1:]}"]').count() == 1


def test_without_javascript_the_text_says_how_and_no_dead_form_stands(address, visit):
    page = visit(address + ROADMAP, java_script_enabled=False)
    assert not page.locator(".homlp-planner").is_visible()
    assert page.locator(".homlp-map svg").is_visible()


def test_a_file_opened_from_the_disk_plans_too(site, visit):
    page = visit((site / ROADMAP).as_uri() + "#reach=ch01")
    add(page, "know", "numpy")
    assert len(shown(page)) == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_in_a_plan(address, visit, theme):
    page = visit(address + ROADMAP + "#reach=ch12,appendix-c&know=ch02", theme=theme)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
