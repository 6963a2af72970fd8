using System.Net;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public class AttemptTests
{
    [Theory]
    [InlineData(HttpRequestError.ConnectionError, UploadOutcome.NotCompleted, UploadOutcome.NotCompleted)]
    [InlineData(HttpRequestError.NameResolutionError, UploadOutcome.NotCompleted, UploadOutcome.NotCompleted)]
    [InlineData(HttpRequestError.SecureConnectionError, UploadOutcome.Unknown, UploadOutcome.Unknown)]
    [InlineData(HttpRequestError.ConnectionError, UploadOutcome.Damaged, UploadOutcome.Damaged)]
    [InlineData(HttpRequestError.ResponseEnded, UploadOutcome.NotCompleted, UploadOutcome.Unknown)]
    [InlineData(HttpRequestError.Unknown, UploadOutcome.NotCompleted, UploadOutcome.Unknown)]
    public void Only_what_was_sent_leaves_it_open_whether_the_object_was_made(HttpRequestError error, UploadOutcome earlier, UploadOutcome expected)
    {
        var attempt = new Attempt { LineFailure = new HttpRequestException(error) };

        Assert.Equal(expected, attempt.OutcomeAfter(earlier));
    }

    [Theory]
    [InlineData(503, "SlowDown", UploadOutcome.NotCompleted, UploadOutcome.NotCompleted)]
    [InlineData(503, "SlowDown", UploadOutcome.Unknown, UploadOutcome.Unknown)]
    [InlineData(200, "SlowDown", UploadOutcome.NotCompleted, UploadOutcome.Unknown)]
    [InlineData(503, "ServiceUnavailable", UploadOutcome.NotCompleted, UploadOutcome.Unknown)]
    [InlineData(503, null, UploadOutcome.NotCompleted, UploadOutcome.Unknown)]
    [InlineData(500, "InternalError", UploadOutcome.NotCompleted, UploadOutcome.Unknown)]
    [InlineData(403, "AccessDenied", UploadOutcome.NotCompleted, UploadOutcome.NotCompleted)]
    public void A_storage_that_turned_the_request_away_has_made_no_object_by_it(int status, string? code, UploadOutcome earlier, UploadOutcome expected)
    {
        var attempt = new Attempt { Error = new S3Error((HttpStatusCode)status, code, null, null, null) };

        Assert.Equal(expected, attempt.OutcomeAfter(earlier));
    }
}
