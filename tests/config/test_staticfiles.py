"""Third-party files are served from where npm put them, and only those that are used."""

from django.contrib.staticfiles import finders


def test_what_is_used_is_found() -> None:
    assert str(finders.find("dkfds/css/dkfds.min.css")).endswith("dist/css/dkfds.min.css")
    assert finders.find("django_htmx/htmx-2.min.js")


def test_what_is_not_used_is_not_served() -> None:
    for path in ("dkfds/js/dkfds.js", "dkfds/scss/dkfds.scss", "dkfds/../package.json", "dkfds/"):
        assert finders.find(path) is None, path


def test_the_collection_is_small() -> None:
    listed = [path for finder in finders.get_finders() for path, _storage in finder.list(None)]
    vendored = [
        path for path in listed if path.startswith(("css/dkfds", "fonts/", "img/svg-icons"))
    ]
    assert len(vendored) > 100
    assert len(listed) < 400
