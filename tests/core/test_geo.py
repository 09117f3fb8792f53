"""Co-ordinates for maps: known points, there and back, nothing shifted outside China."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.core import geo

#: A point in Beijing, with what the tests of coordtransform (wandergis/coordtransform) have for it.
BEIJING = (116.404, 39.915)

inside = st.tuples(st.floats(73.5, 134.9), st.floats(3.9, 53.5))


def test_known_points_come_out_as_elsewhere() -> None:
    assert geo.wgs84_to_gcj02(BEIJING) == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-9, rel=0)
    assert geo.gcj02_to_bd09(BEIJING) == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-9, rel=0)
    assert geo.gcj02_to_wgs84(BEIJING) == pytest.approx((116.39775550083061, 39.91359571849836), abs=2e-5, rel=0)


@given(inside)
def test_there_and_back_is_the_same_point(point: geo.Point) -> None:
    assert geo.gcj02_to_wgs84(geo.wgs84_to_gcj02(point)) == pytest.approx(point, abs=1e-6, rel=0)
    assert geo.bd09_to_gcj02(geo.gcj02_to_bd09(point)) == pytest.approx(point, abs=1e-6, rel=0)
    baidu = geo.gcj02_to_bd09(geo.wgs84_to_gcj02(point))
    assert geo.to_wgs84(baidu, "bd09") == pytest.approx(point, abs=1e-6, rel=0)


@pytest.mark.parametrize("point", [(2.3522, 48.8566), (-74.0, 40.7), (151.2, -33.9)])
def test_outside_china_nothing_moves(point: geo.Point) -> None:
    assert geo.outside_china(point)
    for change in (geo.wgs84_to_gcj02, geo.gcj02_to_wgs84, geo.gcj02_to_bd09, geo.bd09_to_gcj02):
        assert change(point) == point


@given(inside)
def test_the_shift_is_hundreds_of_metres_and_not_more(point: geo.Point) -> None:
    moved = geo.wgs84_to_gcj02(point)
    assert max(abs(moved[0] - point[0]), abs(moved[1] - point[1])) < 0.02


def test_a_system_nobody_knows_is_an_error() -> None:
    assert geo.to_wgs84((121.0, 31.0), "wgs84") == (121.0, 31.0)
    with pytest.raises(ValueError, match="mercator"):
        geo.to_wgs84((121.0, 31.0), "mercator")
