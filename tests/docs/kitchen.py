"""A ``press-records`` that starts at once: a process that has loaded everything forks for every call.

The command of the documentation is the command itself, with its arguments, folder, environment and streams; only its
imports are not repeated, and documents are worked on in the forked process instead of in one more.

    python kitchen.py SOCKET      serves calls until it is killed
"""

import os
import signal
import socket
import sys
from pathlib import Path

CLIENT = """#!{python} -SE
import json, os, socket, sys
call = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
with socket.socket(socket.AF_UNIX) as kitchen:
    kitchen.connect({socket!r})
    socket.send_fds(kitchen, [len(call).to_bytes(4, "big")], [0, 1, 2])
    kitchen.sendall(call)
    sys.exit(int.from_bytes(kitchen.recv(1) or b"\\x46", "big"))
"""


def write_client(path: Path, address: Path) -> None:
    """Puts the command of that name there."""
    path.write_text(CLIENT.format(python=sys.executable, socket=str(address)), encoding="utf-8")
    path.chmod(0o755)


def serve(address: str) -> None:
    """Answers one call after the other."""
    import pipeline.annotate.onnx_ner
    import pipeline.api
    import pipeline.clean
    import pipeline.cli.run
    from pipeline.runs.engines import Inline

    pipeline.cli.run.Pool = lambda workers, timeout: Inline()  # type: ignore[assignment,misc,return-value]  # a stand-in
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.send(_answer(connection).to_bytes(1, "big"))


def _answer(connection: socket.socket) -> int:
    """The exit code of one call."""
    import json

    head, streams, _, _ = socket.recv_fds(connection, 4, 3)
    call = b""
    while len(call) < int.from_bytes(head, "big"):
        call += connection.recv(65536)
    child = os.fork()
    if child == 0:
        _call(*json.loads(call), streams)
    for stream in streams:
        os.close(stream)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 255


def _call(arguments: list[str], folder: str, environment: dict[str, str], streams: list[int]) -> None:
    """Becomes the command; does not return."""
    from pipeline.cli import main

    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["press-records", *arguments]
    code: object = 70
    try:
        main()
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    serve(sys.argv[1])
