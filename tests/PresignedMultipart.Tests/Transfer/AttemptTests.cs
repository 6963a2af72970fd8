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
}
