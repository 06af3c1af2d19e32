"""Every address of the workspace. What is of one company stands under `/c/<company>/`."""

from django.urls import include, path

from regia.web.connections.views import company_new
from regia.web.design.views import design_home
from regia.web.radar.views import radar_link

urlpatterns = [
    path("", include("regia.web.entrance.urls")),
    path("radar/<str:token>", radar_link, name="radar_link"),
    path("new-company", company_new, name="company_new"),
    path("design", design_home, name="design_home"),
    path(
        "c/<slug:company>/",
        include(
            [
                path("", include("regia.web.today.urls")),
                path("", include("regia.web.landscape.urls")),
                path("", include("regia.web.systems.urls")),
                path("", include("regia.web.interfaces.urls")),
                path("", include("regia.web.concepts.urls")),
                path("", include("regia.web.matching.urls")),
                path("", include("regia.web.entities.urls")),
                path("", include("regia.web.journeys.urls")),
                path("", include("regia.web.findings.urls")),
                path("", include("regia.web.comparison.urls")),
                path("", include("regia.web.runs.urls")),
                path("", include("regia.web.search.urls")),
                path("", include("regia.web.radar.urls")),
                path("", include("regia.web.direction.urls")),
                path("", include("regia.web.connections.urls")),
                path("", include("regia.web.members.urls")),
                path("", include("regia.web.clear.urls")),
                path("", include("regia.web.design.urls")),
            ]
        ),
    ),
]

handler500 = "regia.web.visit.failed"
