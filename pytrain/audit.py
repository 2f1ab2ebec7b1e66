"""Known vulnerabilities of the locked packages: pip-audit on the Python locks, npm audit on the site's.

Both programs say "no vulnerabilities" about packages that their server doesn't know or wouldn't speak of. Here a package that was not
looked up is never taken for a sound one.
"""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from pytrain import toolchain
from pytrain.errors import UserError, shown

OFFLINE = (
    "Nothing is known about these packages. An audit needs the network: run `invoke audit` again where pypi.org and registry.npmjs.org"
    " can be reached; nothing else depends on it."
)


@dataclass(frozen=True)
class Found:
    """What an audit of some locks found.

    Attributes:
        audited: how many packages were looked up.
        vulnerable: a line for each vulnerable package.
        unanswered: why nothing, or not everything, could be looked up; empty where it could.
    """

    audited: int
    vulnerable: list[str] = field(default_factory=list)
    unanswered: str = ""


def python(lock: Path) -> Found:
    """Ask pip-audit about every package of a requirements lock that is installed on this machine."""
    options = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), *options]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return of_packages(json.loads(result.stdout)["dependencies"])
    except (ValueError, KeyError):
        return Found(0, unanswered=_last_line(result.stderr))


def of_packages(packages: list[dict]) -> Found:
    """What pip-audit reports, with what it passes over counted."""
    skipped = [package for package in packages if "skip_reason" in package]
    return Found(
        audited=len(packages) - len(skipped),
        vulnerable=[
            f"{package['name']} {package['version']}: {', '.join(known['id'] for known in package['vulns'])}"
            for package in packages
            if package.get("vulns")
        ],
        unanswered=f"{len(skipped)} of {len(packages)}: {skipped[0]['skip_reason']}" if skipped else "",
    )


def npm(site: Path) -> Found:
    """Ask npm about every package of the site's lock, those that only build and test it included."""
    found = toolchain.node()
    command = [str(found.npm), "audit", "--json"]
    result = subprocess.run(command, cwd=site, env=found.environment, capture_output=True, text=True, check=False)
    try:
        report = json.loads(result.stdout)
        vulnerabilities, counted = report["vulnerabilities"], report["metadata"]["dependencies"]["total"]
    except ValueError:
        return Found(0, unanswered=_last_line(result.stderr))
    except KeyError:
        return Found(0, unanswered=str(report.get("message") or shown(report)))
    lines = [f"{name} {one['range']}: {one['severity']}{_titles(one)}" for name, one in vulnerabilities.items()]
    return Found(audited=counted, vulnerable=lines)


def report(audits: dict[str, Found]) -> str:
    """What was found, for a terminal.

    Raises:
        UserError: a vulnerable package, or one that could not be looked up.
    """
    lines = [f"{name}: {found.audited} packages looked up" for name, found in audits.items() if not found.unanswered]
    vulnerable = [f"{name}: {line}" for name, found in audits.items() for line in found.vulnerable]
    unanswered = [f"{name}: {found.unanswered}" for name, found in audits.items() if found.unanswered]
    if vulnerable:
        vulnerable = ["Vulnerable packages; expected none. Raise their versions in the lock:", *vulnerable]
    if unanswered:
        unanswered = ["Not looked up:", *unanswered, OFFLINE]
    if vulnerable or unanswered:
        raise UserError("\n".join([*lines, *vulnerable, *unanswered]))
    return "\n".join([*lines, "No known vulnerability."])


def _titles(vulnerability: dict) -> str:
    titles = [via["title"] for via in vulnerability["via"] if isinstance(via, dict)]
    return f", {'; '.join(titles)}" if titles else f", through {', '.join(vulnerability['via'])}"


def _last_line(text: str) -> str:
    lines = text.strip().splitlines() or ["it gave no answer"]
    return lines[-1]
