{{/* What everything of this release is called. */}}
{{- define "ticketwire.name" -}}
{{- if contains "ticketwire" .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-ticketwire" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What a Pod of this release is known by. It never changes. */}}
{{- define "ticketwire.selector" -}}
app.kubernetes.io/name: ticketwire
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "ticketwire.labels" -}}
{{ include "ticketwire.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}
