"""HDF5 files that were damaged or made to harm: read right or refused, never a crash or a hang."""

import base64
import os
import subprocess
import sys
import zlib
from pathlib import Path
from types import SimpleNamespace

import h5py
import numpy as np
import pytest

import dnn
from dnn.datasets.streams import FileColumns
from dnn.files import h5texts
from dnn.files.h5chunks import _fletcher32, chunks_of
from dnn.files.h5data import read_dataset
from dnn.files.h5files import open_h5
from dnn.training.checkpoint import load_checkpoint

ROOT = Path(__file__).resolve().parent.parent
ROWS, SIDES = (40, 12), (8, 12)
VALUES = np.round(np.random.RandomState(0).randn(*ROWS), 1)
STORED = {
    "plain": {},
    "gzip": {"compression": "gzip"},
    "lzf": {"compression": "lzf"},
    "shuffle": {"shuffle": True},
    "fletcher32": {"fletcher32": True},
    "gzip of shuffled": {"compression": "gzip", "shuffle": True},
    "lzf of shuffled": {"compression": "lzf", "shuffle": True},
    "all": {"compression": "gzip", "shuffle": True, "fletcher32": True},
    "lzf and all": {"compression": "lzf", "shuffle": True, "fletcher32": True},
}
INDEXES = {  # kinds of indexes of chunks -> how to get one
    "B-tree": {},
    "single": {"libver": "latest", "chunks": ROWS},
    "fixed array": {"libver": "latest"},
    "extensible array": {"libver": "latest", "maxshape": (None, 12)},
    "B-tree 2": {"libver": "latest", "maxshape": (None, None)},
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "values.h5"


def write(path, values=VALUES, libver="earliest", **how):
    """Write values in chunks."""
    with h5py.File(path, "w", libver=libver) as file:
        file.create_dataset("x", data=values, **{"chunks": SIDES, **how})
    return path


def read(path, key="x"):
    with open_h5(path) as file:
        return read_dataset(file, key, lambda where, shape, dtype: None)


def chunks(path):
    """Return where the chunks of x lie."""
    found = []
    with h5py.File(path) as file:
        file["x"].id.chunk_iter(found.append)
    return found


def change(path, place, new):
    """Write other bytes into a file."""
    content = bytearray(path.read_bytes())
    content[place : place + len(new)] = new
    path.write_bytes(content)


def refused(path, words):
    with pytest.raises(dnn.DataError, match=f"values.h5, key 'x': .*?{words}"):
        read(path)


# --- what is right is read right ----------------------------------------------------------------


@pytest.mark.parametrize("stored", STORED)
@pytest.mark.parametrize("index", INDEXES)
@pytest.mark.parametrize("dtype", ["f8", ">f4", "u1", "i2", "?"])
def test_chunks_are_read_as_hdf5_reads_them(path, stored, index, dtype):
    values = (VALUES * 50).astype(dtype)
    write(path, values, **{**STORED[stored], **INDEXES[index]})
    with h5py.File(path) as file:
        expected = file["x"][()]
    found = read(path)
    assert found.dtype == expected.dtype
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("sides", [(1, 1), (3, 5), (7, 12), (40, 1), (64, 64)])
def test_chunks_that_hang_over_the_edge_and_columns_in_any_order(path, sides):
    write(path, chunks=sides, maxshape=(None, None), compression="gzip")
    np.testing.assert_array_equal(read(path), VALUES)
    X = FileColumns(path, "x")
    for columns in ([3, 1, 3, 39], slice(None, None, 7), [], np.arange(40)[::-1]):
        np.testing.assert_array_equal(X[:, columns], VALUES.T[:, columns])


def test_one_data_set_may_have_two_names_and_lie_in_a_circle_of_groups(path):
    write(path)
    with h5py.File(path, "r+") as file:
        file["again"] = file["x"]
        file.create_group("group/inner")
        file["group/inner/up"] = file["group"]
        file["group/x"] = file["x"]
    for key in ("x", "again", "group/x", "group/inner/up/x"):
        np.testing.assert_array_equal(read(path, key), VALUES)


def test_many_chunks_lie_in_a_deep_index(path):
    values = np.arange(5000.0).reshape(5000, 1)
    np.testing.assert_array_equal(read(write(path, values, chunks=(2, 1))), values)


@pytest.mark.parametrize("seed", range(30))
def test_lzf_and_the_sums_are_those_of_the_library(path, seed):
    rng = np.random.RandomState(seed)
    n = int(rng.choice([1, 2, 3, 31, 32, 33, 700, 9001, 150_000]))
    values = rng.randint(0, int(rng.choice([1, 2, 5, 256])), n).astype("u1")
    values = np.tile(values[: 1 + n // int(rng.choice([1, 3, 40]))], 41)[:n]
    write(path, values, chunks=(n,), compression="lzf", fletcher32=True)
    np.testing.assert_array_equal(read(path), values)


def test_the_sum_of_nothing_and_of_a_multiple_of_65535(path):
    assert _fletcher32(b"") == 0
    for word in (b"\xff\xff", b"\x80\0\x7f\xff"):
        write(path, np.frombuffer(word, "u1"), chunks=(len(word),), fletcher32=True)
        assert read(path).tobytes() == word


def test_a_compression_that_made_nothing_smaller_was_left_out(path):
    noise = np.random.RandomState(1).bytes(4096)
    write(path, np.frombuffer(noise, "u1"), chunks=(4096,), compression="lzf")
    assert chunks(path)[0].filter_mask == 1
    assert read(path).tobytes() == noise


def test_what_is_read_is_the_file_that_was_opened(path):
    write(path, compression="gzip")
    other = write(path.with_name("other.h5"), VALUES + 1, compression="gzip")
    with open_h5(path) as file:
        os.replace(other, path)
        found = read_dataset(file, "x", lambda where, shape, dtype: None)
    np.testing.assert_array_equal(found, VALUES)


# --- the index ----------------------------------------------------------------------------------


def key_of(path, row):
    """Return where the index (a B-tree of version 1) holds the first row of a chunk."""
    content = path.read_bytes()
    node = content.index(b"TREE\x01")
    where = content.index(row.to_bytes(8, "little") + bytes(16), node + 24)
    assert where < node + 2000
    return where


@pytest.mark.parametrize("stored", STORED)
@pytest.mark.parametrize(("row", "new"), [(16, 8), (16, 0), (24, 32), (8, 9), (16, 255)])
def test_a_chunk_in_another_place_of_the_index_is_damage(path, stored, row, new):
    write(path, **STORED[stored])
    change(path, key_of(path, row), bytes([new]))
    words = r"values\.h5(: is damaged.*bad coordinate offset|.*its index of chunks is damaged)"
    with pytest.raises(dnn.DataError, match=words):
        read(path)


@pytest.mark.parametrize("stored", STORED)
def test_chunks_over_each_other_are_damage(path, stored):
    write(path, **STORED[stored])
    first, second = chunks(path)[:2]
    where = path.read_bytes().index(second.byte_offset.to_bytes(8, "little"))
    change(path, where, first.byte_offset.to_bytes(8, "little"))
    with pytest.raises(dnn.DataError, match="lie over each other"):
        read(path)


def test_values_over_a_header_are_damage(path):
    with h5py.File(path, "w") as file:
        file["x"], file["y"] = np.arange(40.0), np.arange(40.0) + 9
        x, y = (file[key].id.get_offset() for key in "xy")
    where = path.read_bytes().index(y.to_bytes(8, "little"))
    for wrong in (x, x + 8, 96, 800):
        change(path, where, wrong.to_bytes(8, "little"))
        with pytest.raises(dnn.DataError, match="parts of it lie over each other"):
            read(path, "x")


def test_an_index_that_lists_one_chunk_more_than_there_are_is_damage(path):
    listed = [*chunks(write(path)), chunks(path)[0]]
    with h5py.File(path) as file:
        told = SimpleNamespace(chunk_iter=lambda see: next(filter(see, listed), None))
        x = SimpleNamespace(shape=VALUES.shape, chunks=SIDES, dtype=file["x"].dtype, id=told)
        assert len(chunks_of("x", file, file["x"]).size) == len(listed) - 1
        with pytest.raises(dnn.DataError, match="its index of chunks is damaged"):
            chunks_of("x", file, x)


def test_a_chunk_outside_of_the_file_is_damage(path):
    write(path)
    where = path.read_bytes().index(chunks(path)[-1].byte_offset.to_bytes(8, "little"))
    change(path, where, (10**6).to_bytes(8, "little"))
    refused(path, "outside of the file")


def test_a_shape_that_the_values_do_not_fill_is_damage(path):
    with h5py.File(path, "w") as file:
        file["x"] = np.arange(40.0)
    content = path.read_bytes()
    places = [i for i in range(len(content)) if content[i : i + 8] == (40).to_bytes(8, "little")]
    change(path, places[0], bytes([39]))
    refused(path, "stores 320 bytes, but its shape .39,. declares 312")


# --- what chunks hold ---------------------------------------------------------------------------


def write_chunk(path, content, mask=0, **how):
    """Write one data set of 8 x 12 numbers whose only chunk holds these bytes."""
    with h5py.File(path, "w") as file:
        dataset = file.create_dataset("x", SIDES, "f8", chunks=SIDES, **how)
        dataset.id.write_direct_chunk((0, 0), content, mask)
    return path


PLAIN = bytes(range(256)) * 3


@pytest.mark.parametrize(
    ("how", "content"),
    [
        ({}, PLAIN[:-1]),
        ({}, PLAIN[:1]),
        ({}, PLAIN + b"x"),
        ({"shuffle": True}, PLAIN[:-8]),
        ({"shuffle": True}, PLAIN[:-1]),
        ({"compression": "gzip"}, zlib.compress(PLAIN[:-1])),
        ({"compression": "gzip"}, zlib.compress(b"")),
        ({"compression": "gzip"}, zlib.compress(PLAIN + b"x")),
        ({"compression": "gzip"}, zlib.compress(PLAIN)[:-1]),
        ({"compression": "gzip"}, zlib.compress(PLAIN) + b"x"),
        ({"compression": "gzip"}, zlib.compress(PLAIN)[:-4] + b"sums"),
        ({"compression": "gzip", "shuffle": True}, zlib.compress(PLAIN[:-8])),
        ({"compression": "lzf"}, b"\x00x"),
        ({"compression": "lzf"}, b"\x00x" + b"\xe0\xff\x00" * 2),
        ({"compression": "lzf"}, b"\x00x" + b"\xe0\xff\x00" * 99),
        ({"compression": "lzf"}, b"\x20\x05"),
        ({"compression": "lzf"}, b"\x00x\xe0"),
        ({"fletcher32": True}, b"x"),
        ({"fletcher32": True}, b"xyz"),
        ({"fletcher32": True}, b"abcd"),
        ({"fletcher32": True}, PLAIN + b"sums"),
        ({"fletcher32": True, "shuffle": True}, b"x"),
        ({"fletcher32": True, "compression": "gzip"}, b"xyz"),
    ],
)
def test_a_chunk_that_does_not_come_to_just_its_size_is_damage(path, how, content):
    refused(write_chunk(path, content, **how), "cannot be read, the file is damaged")


@pytest.mark.parametrize("mask", [1, 2, 4, 6, 2**31])
def test_a_chunk_may_skip_nothing_but_its_compression(path, mask):
    write_chunk(path, PLAIN, mask, shuffle=True, compression="gzip", fletcher32=True)
    words = "does not agree with its checksum" if mask == 2 else "went round the filters"
    refused(path, f"cannot be read, the file is damaged.*{words}")


def test_a_shuffle_for_numbers_of_another_size_is_refused(path):
    pipeline = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    pipeline.set_chunk(SIDES)
    pipeline.set_shuffle()
    with h5py.File(path, "w") as file:
        space = h5py.h5s.create_simple(SIDES)
        h5py.h5d.create(file.id, b"x", h5py.h5t.NATIVE_DOUBLE, space, pipeline)
        file["x"][...] = 1
    content = path.read_bytes()
    where = content.index(b"shuffle")
    size = content.index((8).to_bytes(4, "little"), where + 8)
    change(path, size, bytes([4]))
    refused(path, "is shuffled for numbers of another size")


def test_numbers_whose_bits_lie_in_no_usual_order_are_refused(path):
    with h5py.File(path, "w") as file:
        kind = h5py.h5t.NATIVE_INT32.copy()
        kind.set_precision(24)
        h5py.h5d.create(file.id, b"x", kind, h5py.h5s.create_simple((4,)))
        file["x"][...] = 1
    refused(path, "holds numbers whose bits lie in no usual order")


# --- what would take too much -------------------------------------------------------------------


def test_a_small_file_that_unpacks_to_far_more_is_refused_before(path):
    mebibyte = zlib.compress(bytes(2**20))
    with h5py.File(path, "w") as file:
        sides = (1, 1024, 1024)
        dataset = file.create_dataset(
            "x", (400, *sides[1:]), "u1", chunks=sides, compression="gzip"
        )
        for k in range(400):
            dataset.id.write_direct_chunk((k, 0, 0), mebibyte)
    assert path.stat().st_size < 2**20
    refused(path, "would unpack .* bytes of the file to 0.4 GiB, more than 100 bytes from each")
    assert FileColumns(path, "x", window=2**20)[:, [7, 399]].shape == (2**20, 2)


def test_texts_of_which_one_is_huge_are_refused(path, monkeypatch):
    with h5py.File(path, "w") as file:
        file["x"] = ["a" * 5000] + ["b"] * 1000
    assert len(read(path)) == 1001
    monkeypatch.setattr(h5texts, "available_memory", lambda: 10**6)
    refused(path, "would take 0.0 GiB, more than there is")


def test_text_heaps_are_read_once_each_and_never_over_each_other(path):
    with h5py.File(path, "w") as file:
        file.create_dataset("x", (20,), h5py.string_dtype())
        for k in range(20):
            file["x"][k] = f"{k} " * 3000
        offset = file["x"].id.get_offset()
    references = np.frombuffer(path.read_bytes(), h5texts.REFERENCE, 20, offset)
    assert len(set(references["address"].tolist())) > 1
    assert read(path)[19].startswith(b"19 19")
    change(path, offset, (5).to_bytes(4, "little"))
    refused(path, "a text is missing in the heap")


# --- keys ---------------------------------------------------------------------------------------


def test_a_key_that_is_not_utf8_is_shown_and_can_be_asked_for(path):
    with h5py.File(path, "w") as file:
        file["x"] = VALUES
        name = "caf\udce9"
        space = h5py.h5s.create_simple((40,))
        labels = h5py.h5d.create(file.id, b"caf\xe9", h5py.h5t.NATIVE_INT64, space)
        labels.write(h5py.h5s.ALL, h5py.h5s.ALL, np.arange(40) % 2)
    assert dnn.load_h5(path).Y.tolist() == dnn.load_h5(path, y=name).Y.tolist()
    with pytest.raises(dnn.DataError, match=r"key 'z': is missing; .* 'caf\\udce9', 'x'"):
        dnn.load_h5(path, y="z")


@pytest.mark.parametrize("key", [b"x", 5, 1.5, ("x",), ["x"]])
def test_a_key_that_is_no_text_is_named(path, key):
    write(path)
    with pytest.raises(dnn.DataError, match="a key is a text such as 'train_set_x'"):
        dnn.load_h5(path, x=key, y="x")
    with pytest.raises(dnn.DataError, match="a key is a text such as"):
        FileColumns(path, key)


# --- our own files ------------------------------------------------------------------------------

PARAMETERS_0_1_0 = (
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvf0>n}IF!=;1%?PDCp!5nRm^dp~P68?}05xBM8C8EskgF?5^?x(~v*&>bO#d"
    "htiNM3vF#tqIK>4urbb<+0UAQ5HPBKJImkwmw3rnvJ!VrD{RGbHDA|nGkg9rl$Lt1`OZej@ogCrv(Scd@IZVnW8@"
    "PW)?M!3!0+24l|DPbe41A&yhJl%rCqQu<PlGLJNgu5>AkEV%HFbYP&C>RB!U=)mkQ7{Td!6+C7qhP22L1@PxecX("
    "P!2miQzyV})Fq8p%|C#xD3<4am5d{a7@d5-58E=CLFfwRBXeLG!bxdgbV0>l<39y);f<4?G6K)2R|IjfDR-h<Io{"
    "0%!AP00LhM7@A459*kgsx&h!#CK^--QwAI}RxSf-rvdFxOj%jiyaZ@W39*I6!PV!$p&y&OD$a(Hw&+ok3HVJphod"
    "NOu"
)
CHECKPOINT_0_1_0 = (
    "c-rk+O>7%Q6rOb`toj3v2vM4dYFV1frFK~V;5cxwfrjRQS__asMb&z}JFZvp{%Cg{B~+1eK^Tc6k*Z3dN+1*=4h0"
    "0_7NCdr21g_=4H8lh9IA5RfD~qSXB_XQZmiHIjxyin?RztR^XAQ)d9%;^;mqmRjvO342rzgaJObjN6YB(JDa_OM3"
    "ZWdKEkajfRQ{;nHbUfaqF)#Y|NgBvrl)c5^$6%VzYPa;1~BYL%uK&r#`Ibw?pn`3+;M5VE<G9Wmx=r^D3SPn3=9D"
    "t)GWtPJOGYzod1h>dr$D8{qZ=~HL$T~&b)f=bq<gpMEYT9rkPUfP@T0c-9-AywgTUhhfAXFK}Yd)%M@P}vPnUNwx"
    "!m|vu(LLZjyCVrg90%9mUivLv}sIgGh8qbnDGpt%0A@sM%25Sr<LOi<s<%MI>n`3(%1@-SEYkq>#RV`$5BU7O+H|"
    "6R|+GEJxE#q}A_-MGf8cTz?GJ3ZAfGb4o+ke5>UyVpp{sUrQE`UxltGcg_@<Al4Ub=-7&*7!b7tgEXMxn7VmUc7m"
    "x%6OuIf0_towjSU5Kyt=Mw5UUd%*l3DKVl_Rx>0ybhUo<RT!$Mb8eBU7LYSZ*35NgC(mhI_={vLF22g5R;=`{_}x"
    "7kyC3#JH@4sn@)o0{_1%+(wIywWfw6|ie{Q<tlXr`BZ`DMu}4v(fNZ!l-J&#1J<Np)K2vRmDH`B`%5<tr?iBqM3S"
    "%>0xU$s45H8D?wLeH$;(voPzw0rILija1Q#5iYI3ycR^F_7+>>{*9nVP1}zt!rI^oWs`-4OkX2P_vZm&9FgsbzXY"
    "$pYQp-)k47S0*3%3~BU;GhvwlOd;FfcGMFfcGM><<i*7yoG8>@bi>J%C5gJV5VcE_!hVah_HbN}+lI*QGAuK=dB1"
    "ZC#hZ^#od%i1~6ZRJWscmWD|EWw^JxophAeQ5g1f-R>R2(|B4M4)=RI9nfkz9M7d~j{D}>bEk3bSs?uF@vz?b2@;"
    "=)fD!@{$@}Z2_Fo+f>$^$#+fRdz-G%xOMdlOPKcuV<%Bd~<Na*~;&aNK^4g|Jyln*?`#kkPCVv%!*@&m|YST-mW+"
    "vis95Xh~Qv*rMj;`Uf9P{<Px4{-CN_dYr1cQu}axQeycR~Wf}e`<Yel$`~g_)e*O{}Q}g99ew-<SQTjzS?V?b)(y"
    "lv&&=Q9orvqc4hF3KTmvIDt61m(eq}jJS;qO?^!bJ&pb@eCH`2r-&|y0{onsvyTxydjJqQA7Qge)vU?<p-_7^Pn?"
    "kssMlO;Xxkx^kdnDIBH!H`&`y(314E=VG{PFl+xJTB--tLjV9%r%C31$4>Yh#~&vwGua`Lm}!|7jQRk+;VC@gAA1"
    "Twi|T%d4y1@^JJ$c&j}8!%3EhSsvb;hs%kFThH0O`~gnwh5WIS=q-Q5Pq7&8guL9kv0lAfG>YDp^e4MnhY*tem_N"
    ">>p8M*LM7p@yFM-`0$B}u12;Ht93aRkPLec80xXGOVr9SfaT5)Ol>qGzCSt};be^9ye*V+#HsWPz_{FIIODYfH%D"
    "oA_5PZS%Uvj%+di7m>b(Dg9ye=UpaG?5Qz+x4617qpS{sr*2#y;Y3T{{ZsG{dN"
)


def unpacked(path, text):
    path.write_bytes(zlib.decompress(base64.b85decode(text)))
    return path


def test_files_that_0_1_0_wrote_are_read(path):
    parameters = dnn.load_parameters(unpacked(path, PARAMETERS_0_1_0))
    assert {name: p.tolist() for name, p in parameters.items()} == {
        "W1": [[0.5, -2.0]],
        "b1": [[0.25]],
    }
    checkpoint = load_checkpoint(unpacked(path, CHECKPOINT_0_1_0))
    assert checkpoint.state.iteration == 3
    assert checkpoint.hyperparameters["optimizer"] == "momentum"
    X, Y = np.array([[0.0, 1.0], [2.0, 3.0]]), np.array([[0, 1]])
    given = {"every": 1, "optimizer": "momentum", "validation": (X, Y)}
    resumed = dnn.fit(X, Y, [2, 1], num_iterations=9, checkpoint=path, **given)
    expected = dnn.fit(X, Y, [2, 1], num_iterations=9, **given)
    assert resumed.parameters["W1"].tolist() == expected.parameters["W1"].tolist()


def test_no_file_of_ours_has_text_of_variable_length(tmp_path):
    X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0, 0, 1, 1]])
    path = tmp_path / "file.h5"
    dnn.save_parameters(path, dnn.initialize_parameters_deep([2, 3, 1]))
    assert b"GCOL" not in path.read_bytes()
    path.unlink()
    dnn.fit(X, Y, [1, 1], num_iterations=3, checkpoint=path)
    assert b"GCOL" not in path.read_bytes()


SAVE_OFTEN = """
import dnn
parameters, caught = dnn.initialize_parameters_deep([40, 30, 1]), []
for _ in range(300):
    try:
        dnn.save_parameters("nowhere/parameters.h5", parameters)
    except FileNotFoundError as error:
        caught.append(error)  # with its frames
        cycle = [error]
        cycle.append(cycle)
print(len(caught))
"""


def test_300_saves_into_a_missing_folder_are_300_errors(tmp_path):
    assert python(SAVE_OFTEN, tmp_path).stdout == "300\n"


def python(code, folder, *words):
    """Run code in another process, which may crash, hang or take too much."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip


# --- one wrong byte -----------------------------------------------------------------------------

ONE_WRONG_BYTE = """
import os, pickle, resource, signal, sys
import numpy as np
import dnn
from dnn.training.checkpoint import load_checkpoint

path, read, (first, last, count) = sys.argv[1], sys.argv[2], map(int, sys.argv[3:])
load = {"h5": lambda p: dnn.load_h5(p, "x", "y", classes="names"),
        "parameters": dnn.load_parameters, "checkpoint": load_checkpoint}[read]
whole, rng = open(path, "rb").read(), np.random.RandomState(3)
expected = pickle.dumps(load(path))
resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))
counts = {"refused": 0, "same": 0, "wrong": []}
for _ in range(count):
    content, place = bytearray(whole), int(rng.randint(first, min(last, len(whole))))
    content[place] = rng.choice([0, 255, content[place] ^ 1 << rng.randint(8), rng.randint(256)])
    with open(path, "wb") as file:
        file.write(content)
    signal.alarm(5)  # ends a process that hangs
    try:
        found = pickle.dumps(load(path))
    except dnn.DataError:
        counts["refused"] += 1
    else:
        counts["same"] += found == expected
        if found != expected:
            counts["wrong"].append((place, content[place]))
    signal.alarm(0)
print(counts["refused"] > 0, counts["same"] > 0, counts["wrong"])
"""


@pytest.mark.parametrize("stored", ["gzip", "fletcher32", "gzip of shuffled", "all", "lzf and all"])
@pytest.mark.parametrize("names", [np.array([b"no", b"yes"]), ["no", "yes"]], ids=["", "heap"])
def test_one_wrong_byte_is_refused_or_does_no_harm(path, stored, names):
    with h5py.File(path, "w") as file:
        file.create_dataset("x", data=VALUES, chunks=SIDES, **STORED[stored])
        file["y"], file["names"] = np.arange(40) % 2, names
    content = path.read_bytes()
    node = content.index(b"TREE\x01")
    run = python(ONE_WRONG_BYTE, path.parent, path, "h5", node, node + 700, 250)
    assert (run.returncode, run.stdout) == (0, "True True []\n"), run.stderr


@pytest.mark.parametrize(
    ("index", "sign"),
    [("B-tree 2", b"BTHD"), ("fixed array", b"FAHD"), ("extensible array", b"EAHD")],
)
def test_one_wrong_byte_in_a_newer_index_is_refused(path, index, sign):
    with h5py.File(path, "w", libver="latest") as file:
        how = {"chunks": SIDES, **INDEXES[index]}
        how.pop("libver")
        file.create_dataset("x", data=VALUES, **how)
        file["y"], file["names"] = np.arange(40) % 2, np.array([b"no", b"yes"])
    head = path.read_bytes().index(sign)
    run = python(ONE_WRONG_BYTE, path.parent, path, "h5", head, head + 40, 150)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("True ")
    assert run.stdout.endswith(" []\n")


@pytest.mark.parametrize(
    ("read", "text"), [("parameters", PARAMETERS_0_1_0), ("checkpoint", CHECKPOINT_0_1_0)]
)
def test_one_wrong_byte_in_a_file_of_0_1_0_neither_hangs_nor_crashes(path, read, text):
    first = unpacked(path, text).read_bytes().index(b"GCOL")
    for start, end in ((0, 1200), (first, first + 200), (first + 4096, first + 5500)):
        run = python(ONE_WRONG_BYTE, path.parent, path, read, start, end, 150)
        assert run.returncode == 0, run.stderr
        unpacked(path, text)
