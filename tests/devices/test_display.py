"""The pole display: two lines of twenty cells, and nothing that a product's name could command."""

import pytest

from devices.display import PoleDisplay, Shown, ShownLine, can_show, cells, plain, two_ends
from devices.simulators import SimulatedDisplay
from tests.devices.helpers import Heard


@pytest.fixture(params=["epson", "cd5220"])
def pole(request):
    with SimulatedDisplay() as port:
        states = Heard()
        driver = PoleDisplay(port.url, states, command_set=request.param)
        driver.start()
        states.wait_state("ok")
        port.driver, port.states = driver, states
        yield port
        driver.stop()


def test_the_newest_line_and_the_total_are_shown(pole):
    lines = (ShownLine("Mug blue", "€8.00"), ShownLine("Candle sandalwood large", "€12.50"))
    pole.driver.show(Shown(lines, "Total", "€20.50"))
    assert pole.wait_lines("Candle sandal €12.50", "Total         €20.50")


def test_a_message_takes_both_lines(pole):
    pole.driver.show(Shown(message="Welcome to the shop  Good morning"))
    assert pole.wait_lines("Welcome to the shop", "Good morning")


def test_the_display_can_be_cleared(pole):
    pole.driver.write_lines("one", "two")
    assert pole.wait_lines("one", "two")
    pole.driver.clear()
    assert pole.wait_lines("", "")


def test_a_name_cannot_command_the_display(pole):
    pole.driver.write_lines("\x1b@\x0cEvil\x1f\r\n", "中 ok")
    assert pole.wait_lines("@Evil", "? ok")


def test_after_replugging_the_display_shows_what_is_wanted_now(pole):
    pole.driver.write_lines("before", "")
    assert pole.wait_lines("before", "")
    pole.unplug()
    pole.states.wait_state("bad", timeout_s=3.0)

    pole.driver.write_lines("after", "")
    pole.plug()

    assert pole.wait_lines("after", "")


def test_the_amount_is_never_cut():
    assert two_ends("A very long product name", "€1,153.99") == "A very lon €1,153.99"
    assert two_ends("x", "1" * 30) == "1" * 20


def test_a_number_in_a_name_is_shown_whole_or_not_at_all():
    assert two_ends("Enamel mug 350 ml, forest", "€14.90") == "Enamel mug    €14.90"
    assert two_ends("Flask of 0.75 L", "€132.00") == "Flask of     €132.00"
    assert two_ends("Flask of 0.75", "€1.00") == "Flask of 0.75  €1.00"
    assert two_ends("手工陶瓷咖啡杯350毫升", "￥14.90", encoding="gb18030") == "手工陶瓷咖啡 ￥14.90"
    assert two_ends("12345678901234567890123", "€1.00").strip() == "€1.00"


def test_a_command_set_that_is_not_known_is_refused():
    with pytest.raises(ValueError):
        PoleDisplay("serial:///dev/x", command_set="morse")


def test_what_the_code_page_lacks_is_written_plainly():
    assert plain("Crème brûlée − ő × 3", "cp437") == "Crème brûlée - o x 3"
    assert plain("€5.00", "cp437") == "EUR 5.00"
    assert not can_show(plain("龙井茶", "cp858"), "cp858")


def test_chinese_characters_have_two_cells_and_the_amount_is_whole():
    line = two_ends("西湖龙井茶特级礼盒装", "¥1,153.99", encoding="gb18030")
    assert cells(line, "gb18030") == 20
    assert line.endswith(" ¥1,153.99")


def test_a_chinese_display_gets_only_characters_that_it_has():
    """¥ has four bytes in GB 18030 and was shown as rubbish, two cells too far to the left; emoji, too."""
    assert plain("¥14.90", "gb18030") == "￥14.90"
    assert not can_show("¥", "gb18030")
    assert not can_show("茶☕🍵", "gb18030")
    assert cells(two_ends("茶", plain("¥14.90", "gb18030"), encoding="gb18030"), "gb18030") == 20
    assert plain("£5", "gb18030") == "￡5"
