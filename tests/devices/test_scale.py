"""Scales on real pseudo-terminals, in every protocol."""

import pytest

from devices.scale import Scale
from devices.scale_protocols import PROTOCOLS, ScaleLines, Trouble, Weight, scale_protocol, to_grams
from devices.simulators import SimulatedScale
from tests.devices.helpers import Heard

ASKED = ["toledo8217", "sma", "mtsics"]


class Bench:
    """A simulated scale, its driver, and what the driver said."""

    def __init__(self, port, **options):
        self.port, self.weights, self.states, self.refused = port, Heard(), Heard(), Heard()
        options.setdefault("poll_s", 0.01)
        self.driver = Scale(port.url, port.protocol, self.weights, self.states, on_refused=self.refused, **options)
        self.driver.start()
        self.states.wait_state("ok")


@pytest.fixture(params=list(PROTOCOLS))
def bench(request):
    with SimulatedScale(request.param) as port:
        made = Bench(port)
        yield made
        made.driver.stop()


def test_a_weight_arrives_to_the_gram(bench):
    for grams in (1, 1_234, 250, 29_995):
        bench.port.put(grams)
        bench.weights.wait_last((grams, True))
    assert bench.driver.latest() == Weight(29_995, True)


def test_a_moving_load_is_never_called_stable(bench):
    bench.port.put(500, stable=False)
    bench.weights.wait(lambda heard: bool(heard) and heard[-1][1] is False)
    assert (500, True) not in bench.weights.all

    bench.port.put(500)

    bench.weights.wait_last((500, True))


@pytest.mark.parametrize("trouble", [Trouble.OVERLOAD, Trouble.NEGATIVE])
def test_overload_and_less_than_zero_take_the_old_weight_away(bench, trouble):
    bench.port.put(1_000)
    bench.weights.wait_last((1_000, True))

    bench.port.trouble(trouble)

    bench.weights.wait_last((0, False))
    words = bench.states.wait_state("warn")
    assert words in ("The scale is overloaded.", "The scale shows less than zero. Empty it and press zero.")
    assert bench.driver.latest() is None
    bench.port.put(700)
    bench.weights.wait_last((700, True))
    bench.states.wait_state("ok")


def test_a_faulty_scale_is_named(bench):
    bench.port.trouble(Trouble.FAULT)
    bench.states.wait_state("warn")
    assert bench.driver.latest() is None


def test_noise_is_refused_with_a_word_and_the_next_weight_is_taken(bench):
    bench.port.put(100)
    bench.weights.wait_last((100, True))
    bench.port.garble()
    bench.refused.wait_count(1)
    bench.port.put(300)
    bench.weights.wait_last((300, True))


def test_unplugging_takes_the_weight_away_and_the_scale_comes_back(bench):
    bench.port.put(1_000)
    bench.weights.wait_last((1_000, True))

    bench.port.unplug()
    bench.states.wait_state("bad", timeout_s=2.0)
    bench.weights.wait_last((0, False))
    bench.port.plug()

    bench.weights.wait_last((1_000, True))
    bench.states.wait_state("ok")


@pytest.mark.parametrize("protocol", ASKED)
def test_a_scale_that_is_switched_off_is_told_from_one_that_is_unplugged(protocol, monkeypatch):
    monkeypatch.setattr("devices.scale.ANSWER_S", 0.05)
    with SimulatedScale(protocol) as port:
        bench = Bench(port)
        port.put(20)
        bench.weights.wait_last((20, True))

        port.hush()

        assert "does not answer" in bench.states.wait_state("warn")
        bench.weights.wait_last((0, False))
        port.put(30)
        bench.weights.wait_last((30, True))
        bench.driver.stop()


@pytest.mark.parametrize("protocol", ASKED)
def test_the_scale_can_be_set_to_zero(protocol):
    with SimulatedScale(protocol) as port:
        bench = Bench(port)
        port.put(40)
        bench.weights.wait_last((40, True))

        assert bench.driver.zero()

        bench.weights.wait_last((0, True))
        bench.driver.stop()


def test_a_scale_that_only_speaks_cannot_be_set_to_zero():
    with SimulatedScale("continuous") as port:
        driver = Scale(port.url, "continuous", Heard())
        assert not driver.zero()


def test_half_a_line_and_silence_is_refused():
    with SimulatedScale("continuous") as port:
        port.hush()
        bench = Bench(port)
        port.send(b"ST,GS,+  7.0")
        bench.refused.wait_count(1)
        port.send(b"\r\nST,GS,+  2.000kg\r\n")
        bench.weights.wait_for((2_000, True))
        bench.driver.stop()


@pytest.mark.parametrize(
    ("protocol", "line", "reading"),
    [
        ("continuous", "ST,GS,+  1.234kg", Weight(1_234, True)),
        ("continuous", "ST,NT,+     85 g", Weight(85, True)),
        ("continuous", "US,GS,+  0.800kg", Weight(800, False)),
        ("continuous", "ST,GS,-  0.000kg", Weight(0, True)),
        ("continuous", "ST,GS,-  0.010kg", Trouble.NEGATIVE),
        ("continuous", "OL,GS,+999.999kg", Trouble.OVERLOAD),
        ("continuous", "US,GS,+  1.9", Trouble.GARBAGE),
        ("continuous", "ST,GS,+  1.234lb", Trouble.GARBAGE),
        ("continuous", "ST,GS,+99999999999.999kg", Trouble.GARBAGE),
        ("continuous", "ST,GS,+ 99999.999kg", Trouble.GARBAGE),
        ("continuous", "ST,TR,+  0.500kg", Trouble.GARBAGE),
        ("continuous", "34kg", Trouble.GARBAGE),
        ("toledo8217", "\x0201.234", Weight(1_234, True)),
        ("toledo8217", "\x0200.500N", Weight(500, True)),
        ("toledo8217", "\x82\xb0\xb1.234", Weight(1_234, True)),
        ("toledo8217", "\x02?A", Trouble.MOVING),
        ("toledo8217", "\x02?C", Trouble.OVERLOAD),
        ("toledo8217", "\x02?D", Trouble.NEGATIVE),
        ("toledo8217", "\x02?H", Trouble.FAULT),
        ("toledo8217", "\x02?10", Trouble.MOVING),
        ("toledo8217", "\x02?02", Trouble.OVERLOAD),
        ("toledo8217", "\x02?01", Trouble.NEGATIVE),
        ("toledo8217", "01.2x4", Trouble.GARBAGE),
        ("sma", " 1G       5.025kg ", Weight(5_025, True)),
        ("sma", " 1N       5.025kg_", Weight(5_025, True)),
        ("sma", " 1GM      7.650kg ", Weight(7_650, False)),
        ("sma", "Z1G       0.000kg ", Weight(0, True)),
        ("sma", "O1G      31.000kg ", Trouble.OVERLOAD),
        ("sma", "U1G      -0.500kg ", Trouble.NEGATIVE),
        ("sma", " 1G      -0.500kg ", Trouble.NEGATIVE),
        ("sma", "E1G  ----------kg ", Trouble.FAULT),
        ("sma", " 1T       0.250kg ", Trouble.GARBAGE),
        ("sma", "?", Trouble.GARBAGE),
        ("mtsics", "S S     100.00 g", Weight(100, True)),
        ("mtsics", "S D      1.205 kg", Weight(1_205, False)),
        ("mtsics", "S S     -0.50 g", Trouble.NEGATIVE),
        ("mtsics", "S I", Trouble.MOVING),
        ("mtsics", "S +", Trouble.OVERLOAD),
        ("mtsics", "S -", Trouble.NEGATIVE),
        ("mtsics", "ES", Trouble.FAULT),
        ("mtsics", "Z A", Trouble.GARBAGE),
    ],
)
def test_what_each_line_means(protocol, line, reading):
    assert scale_protocol(protocol).parse(line) == reading


def test_grams_are_exact_and_rounded_half_up():
    assert to_grams("0.0005", "kg") == 1
    assert to_grams("0.0004", "kg") == 0
    assert to_grams("1", "lb") == 454
    assert to_grams("2.2046226218", "lb") is None  # no scale has ten decimals
    assert to_grams("1", "oz") == 28
    assert to_grams("8.675309", "kg") == 8_675
    assert to_grams("1.", "kg") is None


def test_pounds_are_taken_only_where_the_shop_weighs_in_pounds():
    assert scale_protocol("mtsics", imperial=True).parse("S S 2.000 lb") == Weight(907, True)
    assert scale_protocol("toledo8217", unit="lb").parse("02.000") == Weight(907, True)


def test_an_endless_line_is_one_piece_of_garbage():
    lines = ScaleLines()
    assert len(lines.feed(b"9" * 500)) == 1
    assert not lines.waiting
