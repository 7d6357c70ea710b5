"""A script made small is the same script."""

import pytest

from appraisal.web.minify import minified


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("// why\nfoo(1); /* and\nhow */ bar();", "foo(1);bar();"),
        ("f(a + +b, c - -d, e ++);", "f(a+ +b,c- -d,e++);"),
        ('f("a  // b", /[/"] c/g, 1 / 2);', 'f("a  // b",/[/"] c/g,1/2);'),
        ("(function (long, other) { return other + long; })(1);", "(function(e,t){return t+e})(1);"),
        (
            "(function (name) { return { name, key: name.name }; })();",
            "(function(e){return{name:e,key:e.name}})();",
        ),
        ("(({ name, other: [first] }) => name + first)(it);", "(({name:e,other:[t]})=>e+t)(it);"),
        (
            "(function () { let one = f(a, b), two; const { three } = one; })();",
            "(function(){let e=f(a,b),t,{three:n}=e})();",
        ),
        ("(function () { for (const each of all) f(each); })();", "(function(){for(let e of all)f(e)})();"),
        (
            "(function () { try { f(); } catch (error) { g(error); } })();",
            "(function(){try{f()}catch(e){g(e)}})();",
        ),
        ("(() => { if (true) return undefined; return false; })();", "(()=>{if(!0)return;return!1})();"),
        ("f(() => ([one]) => (a, b) => one);", "f(()=>([e])=>(t,n)=>e);"),
        (
            "(function () { return outer((one) => one ? e : one); })();",
            "(function(){return outer(t=>t?e:t)})();",
        ),
    ],
)
def test_space_remarks_and_long_names_go(written, short):
    assert minified(written) == short


def test_an_inner_name_never_hides_an_outer_one_that_is_used_beside_it():
    script = "(function () { const box = 1; return (lid) => (hinge) => box + lid + hinge; })();"

    assert minified(script) == "(function(){let e=1;return t=>n=>e+t+n})();"


def test_a_name_that_is_not_used_beside_an_outer_one_is_as_short():
    script = "(function () { const box = 1; f(box, (lid) => lid, (lid) => box); })();"

    assert minified(script) == "(function(){let e=1;f(e,e=>e,t=>e)})();"


@pytest.mark.parametrize("script", ["`a template`", "f('single');"])
def test_what_our_scripts_do_not_contain_is_refused(script):
    with pytest.raises(ValueError, match="not a script of our kind"):
        minified(script)
