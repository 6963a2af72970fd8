using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

public class UploadFailuresTests
{
    [Fact]
    public void A_broken_line_is_reported_with_its_root_cause()
    {
        var broken = new HttpRequestException("Error while copying content to a stream.", new IOException("Unable to write.", new IOException("Broken pipe")));

        Assert.Equal("Error while copying content to a stream. (Broken pipe)", UploadFailures.OfLine(broken));
    }

    [Fact]
    public void A_root_cause_that_the_message_names_is_not_named_twice() =>
        Assert.Equal("Connection refused (host:1)", UploadFailures.OfLine(new HttpRequestException("Connection refused (host:1)", new IOException("Connection refused"))));
}
