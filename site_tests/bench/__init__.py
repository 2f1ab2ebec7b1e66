"""How fast, how light and how steady the page's module is, beside its npm peers: `invoke bench`.

    scenes -> frames and film          server -> serves and counts         visit -> one browser, one contestant
    rounds -> raw rows of one run      summary -> figures                  goals -> met or missed
    report, chart -> bench/latest.json, latest.md, chart-light.svg, chart-dark.svg

Everybody is measured in the same run, in turn, a few frames at a time: only ratios within one run mean anything.
"""
