"""Holds JSON-LD files against the public SHACL shapes of CPSV-AP 3.2, and says what each file holds."""

import sys
from pathlib import Path

import pyshacl
from rdflib import Graph, RDF, URIRef

SHAPES = Path(__file__).with_name("cpsv-ap-SHACL.ttl")
BASE = "https://example.org/services.jsonld"
KINDS = {
    "services": "http://purl.org/vocab/cpsv#PublicService",
    "evidence": "http://data.europa.eu/m8g/Evidence",
    "costs": "http://data.europa.eu/m8g/Cost",
    "channels": "http://data.europa.eu/m8g/Channel",
}


def main(paths):
    shapes = Graph().parse(SHAPES, format="turtle")
    all_conform = True
    for path in paths:
        data = Graph().parse(path, format="json-ld", publicID=BASE)
        conforms, _, report = pyshacl.validate(data, shacl_graph=shapes, inference="none", meta_shacl=False)
        counts = {name: len(set(data.subjects(RDF.type, URIRef(kind)))) for name, kind in KINDS.items()}
        print(Path(path).name, "conforms" if conforms else "does not conform", counts)
        if not conforms:
            all_conform = False
            print(report)
    return 0 if all_conform else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
