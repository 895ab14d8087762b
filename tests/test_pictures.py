"""Pictures of any kind become what a viewer shows, at the size of the network."""

import os
import re
import socket
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from dnn.files.pictures import PictureError, read_picture, save_picture

SIDE = 8
WHITE, BLACK, RED = [255, 255, 255], [0, 0, 0], [255, 0, 0]
RED_RGB = np.full((6, 9, 3), RED, dtype=np.uint8)


def turned(path):
    """Save a picture that lies on its side, and says so: red comes to stand above black."""
    pixels = np.zeros((4, 8, 3), dtype=np.uint8)
    pixels[:, :4] = RED
    image = Image.fromarray(pixels)
    exif = image.getexif()
    exif[0x0112] = 6
    image.save(path, exif=exif)


@pytest.mark.parametrize(
    ("name", "make", "colour"),
    [
        ("x.png", lambda p: Image.fromarray(RED_RGB).save(p), RED),
        ("x.bmp", lambda p: Image.fromarray(RED_RGB).save(p), RED),
        ("x.gif", lambda p: Image.fromarray(RED_RGB).save(p), RED),
        ("x.jpg", lambda p: Image.fromarray(RED_RGB).save(p, quality=100), [254, 0, 0]),
        ("cmyk.jpg", lambda p: Image.new("CMYK", (9, 6), (0, 0, 0, 0)).save(p), WHITE),
        ("palette.png", lambda p: Image.fromarray(RED_RGB).convert("P").save(p), RED),
        ("grey.png", lambda p: Image.new("L", (9, 6), 128).save(p), [128] * 3),
        ("bits.png", lambda p: Image.new("1", (9, 6), 1).save(p), WHITE),
        ("clear.png", lambda p: Image.new("RGBA", (9, 6), (9, 9, 9, 0)).save(p), WHITE),
        ("alpha.png", lambda p: Image.new("RGBA", (9, 6), (*RED, 255)).save(p), RED),
        ("grey-alpha.png", lambda p: Image.new("LA", (9, 6), (0, 255)).save(p), BLACK),
        ("key.png", lambda p: Image.new("RGB", (9, 6)).save(p, transparency=(0, 0, 0)), WHITE),
        ("deep.png", lambda p: Image.new("I;16", (9, 6), 65535).save(p), WHITE),
        ("deep-grey.png", lambda p: Image.new("I;16", (9, 6), 257 * 128).save(p), [128] * 3),
        ("float.tiff", lambda p: Image.new("F", (9, 6), 1.0).save(p), WHITE),
        ("integer.tiff", lambda p: Image.new("I", (9, 6), 65535).save(p), WHITE),
    ],
)
def test_a_picture_of_any_kind_becomes_what_a_viewer_shows(tmp_path, name, make, colour):
    make(tmp_path / name)
    picture = read_picture(tmp_path / name, (SIDE, SIDE, 3))
    assert (picture.width, picture.height) == (9, 6)
    np.testing.assert_allclose(picture.pixels, np.broadcast_to(colour, (SIDE, SIDE, 3)), atol=1)


@pytest.mark.parametrize("name", ["x.jpg", "x.png"])
def test_a_picture_that_the_camera_turned_is_turned_back(tmp_path, name):
    turned(tmp_path / name)
    picture = read_picture(tmp_path / name, (8, 4, 3))
    assert (picture.width, picture.height) == (4, 8)
    assert picture.pixels[0, :, 0].min() > 240
    assert picture.pixels[-1, :, 0].max() < 15


def test_a_network_of_grey_pictures_sees_grey(tmp_path):
    Image.fromarray(RED_RGB).save(tmp_path / "x.png")
    assert read_picture(tmp_path / "x.png", (2, 2, 1)).pixels.tolist() == [[[76]] * 2] * 2


# --- pictures that are not believed -------------------------------------------------------------


@pytest.mark.parametrize(
    ("shades", "words"),
    [
        ([np.nan, np.nan], "its shades go from nan to nan"),
        ([0.5, np.nan], "its shades go from nan to nan"),
        ([0.5, np.inf], "its shades go from 0.5 to inf"),
        ([-np.inf, 0.5], "its shades go from -inf to 0.5"),
        ([-1.0, 0.5], "its shades go from -1 to 0.5"),
    ],
)
def test_shades_that_are_no_numbers_from_0_up_are_refused(tmp_path, shades, words):
    Image.fromarray(np.array([shades], dtype=np.float32)).save(tmp_path / "x.tiff")
    with pytest.raises(PictureError, match=re.escape(f"x.tiff: {words}, but they must be")):
        read_picture(tmp_path / "x.tiff", (2, 2, 1))


def test_16_bits_become_8_as_exact_arithmetic_has_it(tmp_path):
    shades = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    Image.fromarray(shades).save(tmp_path / "x.png")
    picture = read_picture(tmp_path / "x.png", (256, 256, 1))
    expected = [(2 * 255 * int(v) + 65535) // (2 * 65535) for v in shades.ravel()]  # none is a half
    assert picture.pixels.ravel().tolist() == expected


READ_IN_LITTLE_MEMORY = """
import resource, sys
from dnn.files.pictures import PictureError, read_picture
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
try:
    read_picture(sys.argv[1], (2, 2, 1))
except PictureError as error:
    print(error)
"""


def test_a_small_file_that_swells_is_refused_by_its_header(tmp_path):
    path = tmp_path / "swells.png"
    Image.new("I;16", (9400, 9400)).save(path)
    assert path.stat().st_size < 200_000
    run = subprocess.run(
        [sys.executable, "-c", READ_IN_LITTLE_MEMORY, path],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert "swells.png: is 9400 x 9400, which would take 707 MB" in run.stdout
    assert "scale it down first" in run.stdout


def test_what_is_no_file_is_refused_by_name(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "link.png").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(tmp_path / "socket.png"))
        for path, kind in {
            tmp_path: "a directory",
            tmp_path / "pipe.png": "a pipe",
            tmp_path / "link.png": "a device",
            tmp_path / "socket.png": "a socket",
        }.items():
            with pytest.raises(PictureError, match=f"is {kind}, where a picture was expected"):
                read_picture(path)


@pytest.mark.parametrize("channels", [1, 3])
def test_a_picture_that_is_saved_is_read_as_it_was(tmp_path, channels):
    pixels = np.random.RandomState(0).randint(0, 256, (5, 7, channels)).astype(np.uint8)
    save_picture(tmp_path / "p.png", pixels)
    assert (read_picture(str(tmp_path / "p.png"), (5, 7, channels)).pixels == pixels).all()
