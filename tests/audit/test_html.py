"""Every HTML file is valid, as the Nu HTML checker judges."""

import json
import subprocess


def test_no_file_has_an_error(site, tools, figures):
    command = ["java", "-Xss8m", "-jar", str(tools / "vnu-jar/build/dist/vnu.jar")]
    command += ["--format", "json", "--exit-zero-always", "--skip-non-html", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    messages = json.loads(done.stderr)["messages"]
    errors = [message for message in messages if message["type"] != "info"]
    figures["html_documents"] = len(list(site.rglob("*.html")))
    figures["html_errors"] = len(errors)
    assert [(error.get("url"), error["message"]) for error in errors] == []
