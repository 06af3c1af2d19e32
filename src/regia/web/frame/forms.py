"""How forms are drawn: label above, help under, the mistake beside the field, what was typed kept."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws forms and fields with our templates."""

    form_template_name = "regia/forms/form.html"
    field_template_name = "regia/forms/field.html"
