"""The reverse proxy before a review: it leads to the review's port with the host name, and nginx takes the block."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.docs.calls import press_records
from tests.docs.pages import DOCS, checked_in

((PAGE, BLOCK),) = checked_in("tests/docs/test_proxy.py")
SURROUNDINGS = """daemon off; pid {folder}/pid; error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{
        listen unix:{folder}/socket;
        {block}
    }}
}}
"""


def directives(text: str) -> list[str]:
    return [" ".join(found.split()) for found in re.findall(r"[^;{}]+;", text)]


def test_it_leads_to_the_review_with_the_host_name() -> None:
    port = press_records(["review"])["port"]
    assert directives(BLOCK.body) == [f"proxy_pass http://127.0.0.1:{port};", "proxy_set_header Host $host;"]
    assert BLOCK.body.count("{") == BLOCK.body.count("}") == 1


def test_the_page_on_reviewing_says_the_same() -> None:
    text = (DOCS / "review.md").read_text(encoding="utf-8")
    assert all(f"`{directive}`" in text for directive in directives(BLOCK.body))


def test_nginx_takes_it(tmp_path: Path) -> None:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed here (Debian: apt-get install nginx-light)")
    file = tmp_path / "nginx.conf"
    file.write_text(SURROUNDINGS.format(folder=tmp_path, block=BLOCK.body), encoding="utf-8")
    done = subprocess.run(  # noqa: S603  # of the system
        [program, "-t", "-p", str(tmp_path), "-c", str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
