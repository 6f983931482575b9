"""HTTP, HTML, forms and browser assets: the portal, the desk, the studio, operations.

`webui.application.create_app` makes the application, `webui.serving.serve` serves it, `python -m webui.build` builds
translations and assets. What a room of pages (a blueprint) builds on:

* A package with `blueprint` in its `__init__`, listed in `application._BLUEPRINTS`, with its roles in
  `security.policy.POLICY`; an endpoint that the table does not know is denied. Views are at most 15 lines.
* `webui.context`: `current_engine()`, `current_services()`, `current_language()`, `staff()` (who is signed in, a
  `StaffUser`), `actor()` (the same as one who gives commands), `find_service_or_404(key)`.
* Templates extend `layout.html`; staff pages say `{% set wide = true %}` first. Blocks that stay: title, head,
  navigation, before (the whole width, above), back, content, scripts. A page that shows diagrams puts
  `<link rel="stylesheet" href="{{ asset('viewer.css') }}">` in head and
  `<script type="module" src="{{ asset('viewer.js') }}"></script>` in scripts.
* Macros of `macros/page.html`: back_link, csrf, button_form, error_summary, notice, tag, summary, timeline, pagination,
  diagram(address, marks_id, tall). `diagram` shows the BPMN file at `address`; marks are JSON in
  `<script type="application/json" id="…">{{ marks|tojson }}</script>`: {element id: {"level": 0..4, "badge": text,
  "change": "added|removed|changed|moved"}}. `data-shows="element id"` on a button moves the diagram there.
* A bundle: a file in `frontend/src/*.js` or `*.scss`; `asset("name.js")` is its address.
* Filters: `say` (a `Text` of any room), `moment`, `date`, `number`. Every sentence goes through gettext; the Mongolian
  is in `translations/mn/LC_MESSAGES/messages.po` in the same change: a test looks for what is missing.
* `flash(text, "done" | "conflict")` is shown by `layout.html`. Every POST carries `{{ csrf() }}` and answers 303.
* `webui.forms`: form-js schemas to accessible HTML (`read_form`, `BoundForm`, `forms/fields.html`).
* `webui.presenters`: paging, answers, cases, work, shared by all.
* No inline script, no inline style, no `style=""`: the content security policy refuses them.
"""
