"""A voter's phone, for real: scanned, typed, dark, narrow, with large type and without scripts."""


def enter(page, hall, code):
    page.goto(f"{hall.url}/v")
    page.fill("#code", code)
    page.click("text=进入评议")
    page.wait_for_url("**/v/ballot")


def mark_all(page, answer="2"):
    for button in page.locator(f"input[type=radio][value='{answer}']").all():
        button.check()


def submit(page):
    mark_all(page)
    page.click("text=核对并提交")
    page.click("text=确认提交")
    page.wait_for_url("**/v/done")


def come_back(page):
    """Send the sheet as it is, so that the server's own page says what is wrong."""
    with page.expect_navigation():
        page.evaluate("document.querySelector('form.sheet').submit()")


def read_aloud(page):
    """The words of a page as a screen reader gets them, generated ones included."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    words = [node["name"]["value"] for node in tree if node["role"]["value"] == "StaticText"]
    return "".join(words).replace(" ", "")


def enlarge(page):
    page.evaluate("document.documentElement.style.fontSize = '200%'")


def test_a_scanned_slip_opens_its_sheet_and_leaves_no_code_behind(browse, hall):
    code = hall.one_criterion.pop().replace("-", "")
    page = browse()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{hall.url}/v#{code}")
    page.wait_for_url("**/v/ballot")

    assert page.evaluate("location.href") == f"{hall.url}/v/ballot"
    assert [url for url in asked if code in url.partition("#")[0]] == []
    assert code not in page.content()
    assert page.evaluate("history.length") == 2  # the blank tab and the sheet: no entry holds the code


def test_what_a_chat_app_adds_to_the_address_is_ignored(browse, hall):
    code = hall.one_criterion.pop().replace("-", "")
    page = browse()

    page.goto(f"{hall.url}/v#{code}&from=singlemessage")
    page.wait_for_url("**/v/ballot")

    assert page.locator("form.sheet").count() == 1


def test_a_second_scan_in_the_same_tab_is_read_too(browse, hall):
    page = browse()
    page.goto(f"{hall.url}/v")

    page.evaluate("code => { location.hash = code }", hall.one_criterion.pop().replace("-", ""))
    page.wait_for_url("**/v/ballot")

    assert page.locator("form.sheet").count() == 1


def test_a_whole_vote_without_scripts(browse, hall):
    page = browse(java_script_enabled=False)
    enter(page, hall, hall.one_criterion.pop())

    page.click("text=核对并提交")
    told = page.locator(".complaints").inner_text()
    mark_all(page)
    page.click("text=核对并提交")
    groups = page.locator("form.asked h2").all_inner_texts()
    page.click("text=汪场镇")
    page.locator("input[name=m7][value='3']").check()
    page.click("text=核对并提交")
    regrouped = page.locator("form.asked h2").all_inner_texts()
    page.click("text=确认提交")
    page.wait_for_url("**/v/done")
    first = page.locator(".receipt b").inner_text()
    page.reload()

    assert "还有 10 项未评" in told
    assert (groups, regrouped) == (["良好 10 项"], ["优秀 1 项", "良好 9 项"])
    assert page.locator("h1").inner_text() == "投票已提交"
    assert page.locator(".receipt b").inner_text() == first
    assert first.startswith("R-")


def test_going_back_after_the_receipt_shows_no_choices(browse, hall):
    page = browse()
    enter(page, hall, hall.one_criterion.pop())
    submit(page)

    page.go_back()

    assert page.url == f"{hall.url}/v"
    assert page.locator("input:checked").count() == 0


def test_the_bar_on_top_counts_along_without_a_script(browse, hall):
    page = browse()
    enter(page, hall, hall.one_criterion.pop())
    page.locator("input[type=radio][value='3']").first.check()
    page.locator("input[type=radio][name=m1][value='-1']").check()

    bar = page.get_by_label("进度")

    assert "已评2/10" in read_aloud(page)
    assert bar.bounding_box()["y"] < page.locator("fieldset").first.bounding_box()["y"]


def test_the_enter_key_on_an_answer_submits_nothing(browse, hall):
    page = browse()
    enter(page, hall, hall.one_criterion.pop())

    mark_all(page)
    page.locator("input[type=radio]").first.press("Enter")

    assert page.url == f"{hall.url}/v/ballot"
    assert page.locator("input:checked").count() == 10


def test_five_answers_stand_in_one_row_at_320_pixels(browse, hall):
    page = browse(width=320, height=640)
    enter(page, hall, hall.one_criterion[-1])

    boxes = [label.bounding_box() for label in page.locator("fieldset").first.locator("label").all()]

    assert len({box["y"] for box in boxes}) == 1
    assert {box["height"] for box in boxes} == {52}


def test_no_answer_is_alone_on_a_row_with_large_type(browse, hall):
    page = browse(width=320, height=640)
    enter(page, hall, hall.one_criterion[-1])
    enlarge(page)

    tops = [label.bounding_box()["y"] for label in page.locator("fieldset").first.locator("label").all()]

    assert sorted(tops.count(top) for top in set(tops)) == [2, 3]
