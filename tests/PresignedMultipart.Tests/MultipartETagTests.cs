namespace PresignedMultipart.Tests;

public class MultipartETagTests
{
    [Fact]
    public void It_is_the_md5_of_the_parts_md5s_and_their_count() =>
        // md5(md5("")), computed with md5sum.
        Assert.Equal("59ADB24EF3CDBE0297F05B395827453F-1", MultipartETag.Expect([new CompletedPart(1, "\"d41d8cd98f00b204e9800998ecf8427e\"")]));

    [Fact]
    public void It_is_not_guessed_from_etags_that_are_no_md5() =>
        Assert.Null(MultipartETag.Expect([new CompletedPart(1, "\"not-an-md5\"")]));
}
