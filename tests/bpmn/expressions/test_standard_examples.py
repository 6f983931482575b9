"""Examples of the standard itself: DMN 1.5 §10.3.1.2, §10.3.2 and tables 42 to 82. Each of them is true."""

import pytest

from bpmn.expressions import Language, compile_expression

EXAMPLES = r"""
date("2012-12-25") - date("2012-12-24") = duration("P1D")
date(date and time("2012-12-25T11:00:00Z")) = date("2012-12-25")
date(2012, 12, 25) = date("2012-12-25")
date and time("2012-12-24T23:59:00") = date and time(date("2012-12-24"), time("23:59:00"))
date and time("2012-12-24T23:59:00") + duration("PT1M") = date and time("2012-12-25T00:00:00")
time("23:59:00z") + duration("PT2M") = time("00:01:00@Etc/UTC")
time(date and time("2012-12-25T11:00:00Z")) = time("11:00:00Z")
time("23:59:00z") = time(23, 59, 0, duration("PT0H"))
number("1 000,0", " ", ",") = number("1,000.0", ",", ".")
string(1.1) = "1.1"
string(null) = null
date and time("2012-12-24T23:59:00") - date and time("2012-12-22T03:45:00") = duration("P2DT20H14M")
duration("P2Y2M") = duration("P26M")
years and months duration(date("2011-12-22"), date("2013-08-24")) = duration("P1Y8M")
range("[18..21)") = [18..21)
not(null) = null
substring("\U01F40Eab", 2) = "ab"
string length("\U01F40Eab") = 3
substring before("foobar", "xyz") = ""
substring after("", "a") = ""
split("John Doe", "\\s") = ["John", "Doe"]
split("a;b;c;;", ";") = ["a","b","c","",""]
string join([], "X") = ""
count([1,[2,3]]) = 2
max([]) = null
all([false,null,true]) = false
all([]) = true
all(0) = null
any([]) = false
any(0) = null
sublist([4,5,6], 1, 2) = [4,5]
insert before([1,3],1,2) = [2,1,3]
list replace([2, 4, 7, 8], 3, 6) = [2, 4, 6, 8]
list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) = [5, 5, 7, 8]
index of([1,2,3,2],2) = [2,4]
union([1,2],[2,3]) = [1,2,3]
flatten([[1,2],[[3]], 4]) = [1,2,3,4]
product([]) = null
median(8, 2, 5, 3, 4) = 4
mode(6, 3, 9, 6, 6) = [6]
mode([]) = []
decimal(1/3, 2) = .33
decimal(1.5, 0) = 2
decimal(2.5, 0) = 2
ceiling(-1.56, 1) = -1.5
round up(-1.126, 2) = -1.13
round down(-1.126, 2) = -1.12
round half up(-1.126, 2) = -1.13
round half down(5.5, 0) = 5
abs(@"-PT5H") = @"PT5H"
modulo(10.1, -4.5) = -3.4
sqrt(16) = 4
is(date("2012-12-25"), time("23:00:50")) = false
is(time("23:00:50z"), time("23:00:50")) = false
sort(list: [3,1,4,5,2], precedes: function(x,y) x < y) = [1,2,3,4,5]
get value({key1 : "value1"}, "unexistentkey") = null
get entries({key1: "value1"})[key= "key1"].value = ["value1"]
context([{key:"a", value:1}, {key:"b", value:2, something: "else"}]) = {a:1, b:2}
context([{key:"a", value:1}, {key:"b"}]) = null
context put({x:1, y: {a: 0} }, ["y", "a"], 2) = {x:1, y: {a: 2} }
context put({x:1, y: {a: 0} }, [], 2) = null
context merge([{x:1, y:0}, {y:2}]) = {x:1, y:2}
(for i in 0..4 return if i = 0 then 1 else i * partial[-1]) = [1,1,2,6,24]
[ {x:1, y:2}, {x:null, y:3} ][x < 2] = [{x:1, y:2}]
[ {x:1, y:2}, {x:2} ].y = [ 2, null ]
3[item > 2] = [3]
contains(["foobar"], "of") = false
("1" = 1) = null
123 instance of list<number> = false
[123] instance of list<number>
null instance of Null
-4 ** 2 = 16
(for d in @"2021-01-01"..@"2021-01-03" return d.day) = [1,2,3]
(for i in 50..48 return i) = [50,49,48]
every x in [] satisfies false
(some x in [] satisfies true) = false
(>= 5).start included
date("999999999-12-31").year = 999999999
1.2e3 = 1200
number("1. 000.000,01", ". ", ",") = null
"\u0041" = "A"
@"2012-12-24T23:59:00".weekday = 1
date("2012-12-24") in >= @"2012-01-01"
10 in (< 5, >= 10)
1 in [[1..2], 5]
duration("P0DT25H") = @"P1DT1H"
duration("P0Y13M") = @"P1Y1M"
@"2012-12-24" + @"P1M" = @"2013-01-24"
2 * @"P1Y" = @"P2Y"
@"P2Y" / @"P1Y" = 2
@"10:00:00" - @"09:00:00" = @"PT1H"
{f: function(x: number, y: number) x + y, r: f(y: 1, x: 2)}.r = 3
""".strip().splitlines()


@pytest.mark.parametrize("source", EXAMPLES)
def test_an_example_of_the_standard_is_true(source: str) -> None:
    found = compile_expression(source, Language.FEEL).evaluate({})
    assert found.value is True, [str(reason) for reason in found.reasons]
