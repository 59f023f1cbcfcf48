"""The catalogue: packaged files, the user's own over them, and lookups by name and address."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.catalogue import Catalogue, load_catalogue
from crawler.source import parse_source
from storage.errors import ConfigurationError

OWN = 'slug = "{slug}"\nname = "{name}"\nhome = "https://www.{slug}.example/"\nfeeds = ["/f.xml"]\n'


def write(folder: Path, slug: str, more: str = "", name: str = "The Paper") -> None:
    (folder / f"{slug}.toml").write_text(OWN.format(slug=slug, name=name) + more, encoding="utf-8")


def test_the_packaged_files_are_sound() -> None:
    catalogue = load_catalogue(None, "all")
    assert {"chinamil-en", "lecamps", "mps-en", "un-news"} <= set(catalogue)
    for slug, source in catalogue.items():
        assert source.packaged, slug
        assert source.checked["how"], slug
        assert source.enabled or source.disabled_because, slug
        # As a user's file it is read strictly: packaged ones are taken to hold patterns and selectors that are right.
        parse_source(source.table(), file=slug, packaged=False)


def test_no_host_is_shared_and_no_name_stands_for_two() -> None:
    catalogue = load_catalogue(None, "all")
    hosts = [host for source in catalogue.values() for host in source.hosts]
    assert len(hosts) == len(set(hosts))
    names = [
        name
        for source in catalogue.values()
        for name in {one.casefold() for one in (source.slug, source.name, *source.aliases)}
    ]
    assert len(names) == len(set(names))


def test_an_outlet_that_no_trial_has_seen_is_off() -> None:
    catalogue = load_catalogue(None, "all")
    on = {slug for slug, source in catalogue.items() if source.enabled}
    assert on == {"chinamil-en", "lecamps", "mod-en", "mps-en", "un-news"}
    assert all(source.disabled_because for source in catalogue.values() if not source.enabled)


def test_none_and_chosen(tmp_path: Path) -> None:
    write(tmp_path, "paper")
    assert list(load_catalogue(tmp_path, "none")) == ["paper"]
    assert list(load_catalogue(tmp_path, ["un-news"])) == ["paper", "un-news"]
    with pytest.raises(ConfigurationError, match='did you mean "un-news"'):
        load_catalogue(tmp_path, ["un-new"])


def test_the_users_file_replaces_ours_whole(tmp_path: Path) -> None:
    write(tmp_path, "un-news")
    source = load_catalogue(tmp_path, "all")["un-news"]
    assert (source.home, source.layouts, source.packaged) == ("https://www.un-news.example/", (), False)


def test_a_packaged_source_that_is_off_owns_no_more_of_a_host_than_it_knows(tmp_path: Path) -> None:
    known = 'hosts = ["www.paper.example"]\narticle_url = ["^/english/c_[0-9]+[.]htm$"]\n'
    write(tmp_path, "paper", f'{known}enabled = false\ndisabled_because = "not tried"\n')
    own = load_catalogue(tmp_path, "none")["paper"]
    packaged = Catalogue([own.model_copy(update={"packaged": True})])
    assert packaged.for_url("https://www.paper.example/english/c_1.htm") is packaged["paper"]
    assert packaged.for_url("https://www.paper.example/english/c_1_2.htm") is packaged["paper"], "a further page"
    assert packaged.for_url("https://www.paper.example/mil/c_1.htm") is None
    assert packaged.of_host("https://www.paper.example/mil/c_1.htm") == [packaged["paper"]]
    for followed in (own, packaged["paper"].model_copy(update={"enabled": True})):
        assert Catalogue([followed]).for_url("https://www.paper.example/mil/c_1.htm") is followed


def test_mistakes_of_all_files_at_once(tmp_path: Path) -> None:
    write(tmp_path, "one", 'outlet = "x"\n')
    write(tmp_path, "two", "= broken\n")
    (tmp_path / "three.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError) as caught:
        load_catalogue(tmp_path, "none")
    message = str(caught.value)
    assert "one.toml: 1 mistake" in message
    assert "two.toml: 1 mistake\n  no TOML" in message
    assert "three.toml: 1 mistake\n  byte 1 is not UTF-8" in message


def test_one_slug_twice(tmp_path: Path) -> None:
    write(tmp_path, "paper")
    (tmp_path / "zz.toml").write_text(OWN.format(slug="paper", name="x"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"zz\.toml: slug: found 'paper', which paper\.toml has too"):
        load_catalogue(tmp_path, "none")


def test_no_folder_is_an_empty_one(tmp_path: Path) -> None:
    assert not load_catalogue(tmp_path / "none", "none")


def test_lookups(tmp_path: Path) -> None:
    write(tmp_path, "paper", 'aliases = ["The  Old PAPER"]\nhosts = ["www.paper.example", "shared.example"]\n')
    write(tmp_path, "other", 'hosts = ["www.other.example", "shared.example"]\narticle_url = ["^/o/"]\n', name="Other")
    catalogue = load_catalogue(tmp_path, "none")
    assert catalogue.by_outlet("the old paper") is catalogue["paper"]
    assert catalogue.by_outlet("THE PAPER") is catalogue["paper"]
    assert catalogue.by_outlet("unknown") is None
    assert catalogue.for_url("https://www.paper.example/x") is catalogue["paper"]
    assert catalogue.for_url("https://shared.example/o/1") is catalogue["other"]
    assert catalogue.for_url("https://nobody.example/") is None
    assert catalogue.for_url("no address") is None
