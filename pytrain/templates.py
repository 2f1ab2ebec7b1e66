"""The templates beside this file: the report's and the card's."""

from pathlib import Path

import jinja2


def load(name: str) -> jinja2.Template:
    """The template in the file `name`, whose names must all be given; HTML escapes what is put in, Markdown doesn't."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=name.endswith(".html.j2"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda share, digits=1: f"{100 * share:.{digits}f} %"
    return environment.get_template(name)
