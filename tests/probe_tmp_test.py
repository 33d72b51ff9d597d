from tests.app.test_bad_values import *
import tests.app.test_bad_values as T
def test_probe(store):
    good = good_values()
    for what in sorted(registry):
        if what.startswith(("tests.",)): continue
        params=list(inspect.signature(registry[what].__wrapped__).parameters.values())[1:]
        mine=good.get(what,{})
        miss=[p.name for p in params if p.name not in mine and p.name not in good and p.default is inspect.Parameter.empty]
        if miss: print("MISSING", what, miss); continue
        if what.startswith(INNER): continue
        for name, values in calls(what, registry[what], good):
            if repr(values[name]).find("999999")>=0:
                r=outcome(registry[what], values)
                if r=="done": print("DONE", what, name, repr(values[name])[:150])
