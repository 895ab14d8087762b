"""Print the lowest versions of the run-time requirements in setup.cfg: numpy==2.0 ..."""

import configparser
import re

config = configparser.ConfigParser(inline_comment_prefixes="#")
config.read("setup.cfg")
for line in config["options"]["install_requires"].split("\n"):
    if line.strip():
        name, version = re.fullmatch(r"([\w.-]+)>=([\w.]+)", line.strip()).groups()
        print(f"{name}=={version}")
