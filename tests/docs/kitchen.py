"""Programs that start at once: a process that has loaded everything forks for every call.

``press-records`` is the command itself, with its arguments, folder, environment and streams; only its imports are not
repeated, and documents are worked on in the forked process, not in others or on a cluster. The same holds for
``read-page``, which is :mod:`tests.docs.reader`. A call with ``--words`` is an ordinary process, since it changes what
is loaded.

    python -m tests.docs.kitchen WORLD SOCKET      makes the world in that folder, then serves calls until it is killed
"""

import gc
import json
import os
import signal
import socket
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from tests.docs.world import MODEL, lay_out, work

PROGRAMS = ("press-records", "read-page")
FAILED = 70  # the exit code where a program ends otherwise than by exiting, after sysexits.h
CLIENT = """#!{python} -SE
import json, os, signal, socket, sys
if "--words" in sys.argv:  # what the kitchen has loaded already would know nothing of them
    os.execv(sys.executable, [sys.executable, "-c", "from pipeline.cli import main; main()", *sys.argv[1:]])
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])  # until there is somebody to pass it on to
call = json.dumps([{program!r}, sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
with socket.socket(socket.AF_UNIX) as kitchen:
    kitchen.connect({socket!r})
    socket.send_fds(kitchen, [len(call).to_bytes(4, "big")], [0, 1, 2])
    kitchen.sendall(call)
    called = int.from_bytes(kitchen.recv(4), "big")
    signal.signal(signal.SIGINT, lambda number, frame: os.kill(called, number))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    sys.exit(int.from_bytes(kitchen.recv(1) or b"\\x46", "big"))
"""


def write_clients(folder: Path, address: Path) -> None:
    """Puts the programs there."""
    for program in PROGRAMS:
        client = CLIENT.format(python=sys.executable, program=program, socket=str(address))
        (folder / program).write_text(client, encoding="utf-8")
        (folder / program).chmod(0o755)


def serve(world: Path, address: str) -> None:
    """Answers one call after the other."""
    _warm_up(world)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        while True:
            connection, _ = listener.accept()
            with connection:
                if os.fork() == 0:
                    listener.close()
                    _answer(connection)
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


def _warm_up(world: Path) -> None:
    """Makes the world, which loads models, lexicons and libraries and compiles the patterns, once for all calls."""
    import pipeline.cli.app
    import pipeline.cli.run
    import tests.docs.reader  # noqa: F401  # likewise loaded for all calls
    from pipeline import extract
    from pipeline.runs.engines import Inline
    from pipeline.runs.fingerprints import code_sha256, lexicons_sha256, reader_sha256

    for engine in ("Pool", "RayEngine"):  # a cluster is started in tests/faults
        vars(pipeline.cli.run)[engine] = lambda workers, timeout: Inline()  # a stand-in
    for fingerprint in (code_sha256, lexicons_sha256, reader_sha256):
        fingerprint()  # kept, so that all calls agree whoever edits the code meanwhile
    lay_out(world)
    os.chdir(world)
    work(world)
    extract("Telefon: 06241 853-1060", model=MODEL)
    gc.freeze()


def _answer(connection: socket.socket) -> None:
    """Starts the program of a call, tells its process id, then its exit code; does not return."""
    try:
        head, streams, _, _ = socket.recv_fds(connection, 4, 3)
        call = b""
        while len(call) < int.from_bytes(head, "big"):
            part = connection.recv(65536)
            if not part:
                return  # the caller has gone
            call += part
        child = os.fork()
        if child == 0:
            connection.close()
            _become(json.loads(call), streams)
        for stream in streams:
            os.close(stream)
        connection.send(child.to_bytes(4, "big"))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        connection.send((code & 255).to_bytes(1, "big"))
    finally:
        os._exit(0)


def _become(call: tuple[str, list[str], str, dict[str, str]], streams: list[int]) -> None:
    """Becomes the program of a call; does not return."""
    from pipeline.cli import main
    from tests.docs.reader import read_page

    program, arguments, folder, environment = call
    code: object = FAILED
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = [program, *arguments]
        if program == "read-page":
            read_page(*arguments)
        else:
            main()
        code = 0
    except SystemExit as end:
        code = 0 if end.code is None else end.code
    except BaseException:  # the end of the process: there is nobody to raise it to
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else FAILED)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2])
