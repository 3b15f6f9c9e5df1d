"""A small GitHub on loopback: the issues and labels of one repository."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Forge:
    """What the repository holds, and what was asked for: `requests` are (method, path, data)."""

    def __init__(self):
        self.issues = []
        self.labels = set()
        self.requests = []
        self.tokens = set()
        self.refusal = None
        self.address = ""

    def answer(self, method, path, data):
        self.requests.append((method, path, data))
        if self.refusal:
            return self.refusal
        path = path.removeprefix("/repos/harbour/guide")
        if (method, path) == ("POST", "/labels"):
            status = 422 if data["name"] in self.labels else 201
            self.labels.add(data["name"])
            return status, data
        if (method, path) == ("POST", "/issues"):
            self.issues.insert(
                0, {"number": len(self.issues) + 1, "state": "open", "state_reason": None, **data}
            )
            return 201, self.issues[0]
        if method == "GET" and path.startswith("/issues?state=all&labels=dead%20links"):
            return 200, [issue for issue in self.issues if "dead links" in issue["labels"]]
        if method == "PATCH":
            [issue] = [issue for issue in self.issues if path == f"/issues/{issue['number']}"]
            issue.update(data)
            return 200, issue
        return 404, {"message": "Not Found"}


@contextmanager
def forge():
    """Run a GitHub."""
    state = Forge()

    class Handler(BaseHTTPRequestHandler):
        def reply(self):
            length = int(self.headers.get("Content-Length") or 0)
            data = json.loads(self.rfile.read(length)) if length else None
            state.tokens.add(self.headers.get("Authorization"))
            status, body = state.answer(self.command, self.path, data)
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    for method in ("GET", "POST", "PATCH"):
        setattr(Handler, f"do_{method}", Handler.reply)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
