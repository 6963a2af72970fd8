using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Testing.Tests;

/// <summary>What each fault looks like from the other side of the line.</summary>
public sealed class FaultTests
{
    private static readonly byte[] _body = Bytes.Random(3_000_000);

    [Fact]
    public async Task An_answer_comes_after_the_body_and_nothing_is_stored()
    {
        await using Rig rig = await Rig.StartAsync();
        S3FaultRule rule = rig.S3.Faults.On(S3Operation.PutObject).Once().Answer(503, "SlowDown").WithRetryAfter(TimeSpan.FromSeconds(1.5));

        Answer first = await rig.SendAsync("PUT", "key", _body);
        Answer second = await rig.SendAsync("PUT", "key", _body);

        Assert.Equal("503 SlowDown", first.Outcome);
        Assert.Equal("2", first.Header("Retry-After"));
        Assert.Equal("200", second.Outcome);
        Assert.Equal(1, rule.Hits);
        S3TestRequest logged = rig.S3.Requests[0];
        Assert.Equal((503, "SlowDown", 1, _body.Length), (logged.StatusCode!.Value, logged.ErrorCode, logged.Attempt, logged.BytesReceived));
        Assert.Same(rule, Assert.Single(logged.Faults));
    }

    [Fact]
    public async Task An_answer_before_the_body_reads_nothing_of_it()
    {
        await using Rig rig = await Rig.StartAsync();
        rig.S3.Faults.On(S3Operation.PutObject).AnswerBeforeBody(403, "AccessDenied");

        string url = rig.Signer.Presign("PUT", Rig.Bucket, "key");
        string answer = await RawTests.SendHeadAsync(rig, url, "Content-Length: 3000000");

        Assert.Equal("403 AccessDenied", answer);
        Assert.Equal(0, Assert.Single(rig.S3.Requests).BytesReceived);
    }

    [Fact]
    public async Task An_answer_before_the_body_reaches_a_client_that_is_still_sending()
    {
        await using Rig rig = await Rig.StartAsync();
        rig.S3.Faults.On(S3Operation.PutObject).AnswerBeforeBody(503, "SlowDown");

        using HttpRequestMessage request = Wire.Request("PUT", rig.Signer.Presign("PUT", Rig.Bucket, "key"), _body);
        using HttpResponseMessage answer = await rig.Http.SendAsync(request);

        Assert.Equal(503, (int)answer.StatusCode);
        Assert.True(answer.Headers.ConnectionClose);
    }

    [Theory]
    [InlineData("before", 0)]
    [InlineData("within", 100_000)]
    [InlineData("after", 3_000_000)]
    public async Task A_reset_breaks_the_line_and_nothing_is_stored(string moment, long received)
    {
        await using Rig rig = await Rig.StartAsync();
        S3FaultBuilder put = rig.S3.Faults.On(S3Operation.PutObject).Once();
        _ = moment switch
        {
            "before" => put.ResetBeforeBody(),
            "within" => put.ResetAfterBytes(100_000),
            _ => put.ResetAfterBody(),
        };

        await Assert.ThrowsAsync<HttpRequestException>(() => rig.SendAsync("PUT", "key", _body));

        S3TestRequest broken = await rig.S3.WaitForRequestAsync(r => r.IsFinished);
        Assert.True(broken.WasAborted);
        Assert.Null(broken.StatusCode);
        Assert.InRange(broken.BytesReceived, received, received + (1 << 20));
        Assert.Empty(rig.S3.Objects);
        Assert.Equal("200", (await rig.SendAsync("PUT", "key", _body)).Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_answer_leaves_the_object_behind(bool byItsOwnName)
    {
        await using Rig rig = await Rig.StartAsync();
        (string id, var parts) = await rig.UploadAsync([1], [2]);
        S3FaultBuilder complete = rig.S3.Faults.On(S3Operation.CompleteMultipartUpload).Once();
        _ = byItsOwnName ? complete.LoseAnswer() : complete.ResetAfterBody(applied: true);

        await Assert.ThrowsAsync<HttpRequestException>(() => rig.CompleteAsync(id, parts));

        Assert.Equal((byte[])[1, 2], Bytes.All(Assert.Single(rig.S3.Objects)));
        Assert.Empty(rig.S3.MultipartUploads);
        Assert.Equal("200", (await rig.CompleteAsync(id, parts)).Outcome);
    }

    [Fact]
    public async Task A_truncated_answer_promises_more_than_it_brings()
    {
        await using Rig rig = await Rig.StartAsync();
        await rig.SendAsync("PUT", "key", _body);
        rig.S3.Faults.On(S3Operation.GetObject).Once().TruncateAnswer(1000);

        using HttpResponseMessage response = await rig.Http.GetAsync(
            rig.Signer.Presign("GET", Rig.Bucket, "key"), HttpCompletionOption.ResponseHeadersRead);
        await using Stream stream = await response.Content.ReadAsStreamAsync();
        byte[] start = new byte[1000];
        await stream.ReadExactlyAsync(start);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(_body.Length, response.Content.Headers.ContentLength);
        Assert.Equal(_body[..1000], start);
        await Assert.ThrowsAnyAsync<IOException>(async () => await stream.ReadExactlyAsync(start));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_200_can_carry_an_error(bool applied)
    {
        await using Rig rig = await Rig.StartAsync();
        (string id, var parts) = await rig.UploadAsync([1]);
        rig.S3.Faults.On(S3Operation.CompleteMultipartUpload).Once().AnswerWithErrorInBody("InternalError", applied);

        Answer answer = await rig.CompleteAsync(id, parts);

        Assert.Equal("200 InternalError", answer.Outcome);
        Assert.Equal("InternalError", rig.S3.Requests[^1].ErrorCode);
        Assert.Equal(applied ? 1 : 0, rig.S3.Objects.Count);
    }

    [Fact]
    public async Task A_text_can_stand_in_for_an_answer()
    {
        await using Rig rig = await Rig.StartAsync();
        rig.S3.Faults.On(S3Operation.PutObject).Once().AnswerWithText(502, "<html>Bad gateway</html>");
        rig.S3.Faults.On(S3Operation.PutObject).Once().AnswerWithText(307, "").WithHeader("Location", "https://elsewhere.example/");

        Answer proxy = await rig.SendAsync("PUT", "key", [1]);
        Answer redirect = await rig.SendAsync("PUT", "key", [1]);

        Assert.Equal((502, "text/html", "<html>Bad gateway</html>"), (proxy.Status, proxy.Header("Content-Type"), proxy.Text));
        Assert.Equal((307, "https://elsewhere.example/"), (redirect.Status, redirect.Header("Location")));
    }

    [Fact]
    public async Task A_stall_ends_when_its_task_does_and_the_request_goes_on()
    {
        await using Rig rig = await Rig.StartAsync();
        var release = new TaskCompletionSource();
        S3FaultRule rule = rig.S3.Faults.On(S3Operation.PutObject).StallUntil(release.Task, afterBytes: 100_000);

        Task<Answer> put = rig.SendAsync("PUT", "key", _body);
        await rule.WaitForHitsAsync();
        Assert.False(put.IsCompleted);
        release.SetResult();

        Assert.Equal("200", (await put).Outcome);
        Assert.Equal(_body, Bytes.All(Assert.Single(rig.S3.Objects)));
    }

    [Fact]
    public async Task A_stall_for_a_time_and_a_delay_go_by_the_servers_clock()
    {
        await using Rig rig = await Rig.StartAsync();
        rig.S3.Faults.OnAnyOperation().Once().DelayBy(TimeSpan.FromSeconds(3));
        rig.S3.Faults.OnAnyOperation().After(1).Once().Stall(TimeSpan.FromHours(1));
        DateTimeOffset start = rig.Clock.GetUtcNow();

        Assert.Equal("200", (await rig.Clock.RunAsync(rig.SendAsync("PUT", "key", [1]))).Outcome);
        Assert.Equal(TimeSpan.FromSeconds(3), rig.Clock.GetUtcNow() - start);
        Assert.Equal("200", (await rig.Clock.RunAsync(rig.SendAsync("PUT", "key", [1]))).Outcome);
        Assert.Equal(TimeSpan.FromSeconds(3603), rig.Clock.GetUtcNow() - start);
    }

    [Fact]
    public async Task A_slow_line_takes_as_long_as_its_bytes_on_the_servers_clock()
    {
        await using Rig rig = await Rig.StartAsync();
        rig.S3.Faults.On(S3Operation.PutObject).SlowTo(100_000);
        DateTimeOffset start = rig.Clock.GetUtcNow();

        Answer put = await rig.Clock.RunAsync(rig.SendAsync("PUT", "key", _body[..300_000]));

        Assert.Equal("200", put.Outcome);
        Assert.Equal(TimeSpan.FromSeconds(3), rig.Clock.GetUtcNow() - start);
    }

    [Fact]
    public async Task A_stalled_request_ends_when_its_client_gives_up()
    {
        await using Rig rig = await Rig.StartAsync();
        S3FaultRule rule = rig.S3.Faults.On(S3Operation.PutObject).Stall();
        using var patience = new CancellationTokenSource();

        using HttpRequestMessage request = Wire.Request("PUT", rig.Signer.Presign("PUT", Rig.Bucket, "key"), [1]);
        Task sending = rig.Http.SendAsync(request, patience.Token);
        await rule.WaitForHitsAsync();
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.True((await rig.S3.WaitForRequestAsync(r => r.IsFinished)).WasAborted);
    }

    [Fact]
    public async Task A_held_answer_comes_after_the_effect()
    {
        await using Rig rig = await Rig.StartAsync();
        var release = new TaskCompletionSource();
        (string id, var parts) = await rig.UploadAsync([1]);
        S3FaultRule rule = rig.S3.Faults.On(S3Operation.CompleteMultipartUpload).Once().HoldAnswerUntil(release.Task);

        Task<Answer> first = rig.CompleteAsync(id, parts);
        await rule.WaitForHitsAsync();
        Answer second = await rig.CompleteAsync(id, parts);
        Assert.False(first.IsCompleted);
        release.SetResult();

        Assert.Equal(("200", "200"), ((await first).Outcome, second.Outcome));
    }

    [Fact]
    public async Task A_clock_ahead_lets_a_url_expire_for_one_attempt()
    {
        await using Rig rig = await Rig.StartAsync();
        rig.S3.Faults.On(S3Operation.PutObject).Attempt(1).ClockAhead(TimeSpan.FromHours(1));

        Answer first = await rig.SendAsync("PUT", "key", [1]);
        Answer second = await rig.SendAsync("PUT", "key", [1]);

        Assert.Equal("Request has expired", first.Element("Message"));
        Assert.Equal("2026-11-22T07:32:00Z", first.Element("ServerTime"));
        Assert.Equal("Sun, 22 Nov 2026 07:32:00 GMT", first.Header("Date"));
        Assert.Equal("200", second.Outcome);
    }

    [Fact]
    public async Task A_corrupt_byte_is_found_where_a_sum_was_sent_and_stored_where_none_was()
    {
        await using Rig rig = await Rig.StartAsync();
        rig.S3.Faults.On(S3Operation.PutObject).CorruptByte(2_000_001);

        Answer checkedPut = await rig.SendAsync("PUT", "key", _body, null, ("Content-MD5", Convert.ToBase64String(Bytes.Md5(_body))));
        Answer blindPut = await rig.SendAsync("PUT", "key", _body);

        Assert.Equal("400 BadDigest", checkedPut.Outcome);
        Assert.Equal("200", blindPut.Outcome);
        byte[] stored = Bytes.All(Assert.Single(rig.S3.Objects));
        Assert.Equal([2_000_001], Enumerable.Range(0, _body.Length).Where(i => stored[i] != _body[i]));
    }

    [Fact]
    public async Task Headers_of_an_answer_can_be_dropped_and_replaced()
    {
        await using Rig rig = await Rig.StartAsync();
        rig.S3.Faults.On(S3Operation.PutObject).Once().DropETag();
        rig.S3.Faults.On(S3Operation.PutObject).Once().ReplaceAnswerHeader("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=");

        Answer answer = await rig.SendAsync("PUT", "key", [1]);

        Assert.Null(answer.ETag);
        Assert.Equal("AAAAAAAAAAA=", answer.Header("x-amz-checksum-crc64nvme"));
        Assert.NotNull((await rig.SendAsync("PUT", "key", [1])).ETag);
    }

    [Fact]
    public async Task A_request_with_a_bad_signature_spends_no_rule()
    {
        await using Rig rig = await Rig.StartAsync();
        S3FaultRule rule = rig.S3.Faults.On(S3Operation.PutObject).Once().Answer(503, "SlowDown");

        Answer bad = await rig.Http.SendAsync("PUT", rig.Signer.Presign("PUT", Rig.Bucket, "key") + "0", [1]);

        Assert.Equal("403 SignatureDoesNotMatch", bad.Outcome);
        Assert.Equal(0, rule.Hits);
    }
}
