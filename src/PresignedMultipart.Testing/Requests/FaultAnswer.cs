using System.Text;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Faults;

namespace PresignedMultipart.Testing.Requests;

/// <summary>Makes the answer that a rule gives in place of the operation's.</summary>
internal static class FaultAnswer
{
    public static S3Answer From(FaultOutcome.Answer outcome, string resource, string requestId, string hostId)
    {
        bool early = outcome.Moment == FaultMoment.BeforeBody;
        S3Answer answer = outcome.ContentType is { } contentType
            ? new S3Answer(outcome.Status) { Content = Encoding.UTF8.GetBytes(outcome.Body), ContentType = contentType }
            : ErrorAnswer.From(new S3Error(outcome.Status, outcome.Body, MessageFor(outcome.Body)), resource, requestId, hostId, early);
        foreach ((string name, string value) in outcome.Rule.Headers)
        {
            answer.With(name, value);
        }

        return answer;
    }

    private static string MessageFor(string code) => code switch
    {
        "SlowDown" => "Please reduce your request rate.",
        "InternalError" => "We encountered an internal error. Please try again.",
        "ServiceUnavailable" => "Service is unable to handle request.",
        "AccessDenied" => "Access Denied",
        "RequestTimeout" => "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.",
        "OperationAborted" => "A conflicting conditional operation is currently in progress against this resource. Please try again.",
        "ConditionalRequestConflict" => "The conditional request cannot succeed due to a conflicting operation against this resource.",
        _ => "A fault on demand.",
    };
}
