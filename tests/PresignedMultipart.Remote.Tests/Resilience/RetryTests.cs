using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using PresignedMultipart.Remote.Tests.Support;

namespace PresignedMultipart.Remote.Tests.Resilience;

public class RetryTests
{
    private const string Started = """{"data":{"uploadId":"id"}}""";
    private static readonly UploadTarget Target = new("b", "k");

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_passing_failure_is_tried_again_after_a_wait_that_grows(int status)
    {
        var time = new JumpingTime();
        await using Backend backend = await Backend.AnsweringAsync(200, Started);
        RequestDelegate fault = context => Backend.WriteAsync(context, status, "");
        backend.Next("/start-upload", fault, fault, fault);
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic, time);

        Assert.Equal("id", (await provider.CreateMultipartUploadAsync(Target, 1)).UploadId);
        Assert.Equal(4, backend.Requests.Count);
        Assert.Equal(3, time.Jumped.Count);
        Assert.All(time.Jumped, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_socket_that_breaks_is_tried_again_and_reported_as_no_answer()
    {
        using var broken = new BrokenSocket();
        using RemotePresignedUrlProvider provider = Providers.Of(new Uri("http://back.end"), BackendContract.Classic, handler: broken);

        var failure = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(Target, 1));

        Assert.Equal(1 + new RemoteProviderOptions().MaxRetries, broken.Calls);
        Assert.Contains(new SocketException((int)SocketError.ConnectionReset).Message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(501)]
    public async Task A_refusal_is_not_tried_again(int status)
    {
        await using Backend backend = await Backend.AnsweringAsync(status, """{"code":"No","message":"Not here","requestId":"R1"}""");
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic);

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(Target, 1));

        Assert.Equal((status, "No", "R1"), ((int)refusal.StatusCode!, refusal.ErrorCode, refusal.RequestId));
        Assert.Contains("Not here", refusal.Message, StringComparison.Ordinal);
        Assert.Single(backend.Requests);
    }

    [Theory]
    [InlineData("""{"code":"AccessDenied","outcomeUnknown":false}""", 1)]
    [InlineData("""{"code":"InternalError","outcomeUnknown":true}""", 5)]
    [InlineData("{}", 5)]
    public async Task A_502_is_tried_again_unless_it_is_the_storages_own_refusal(string problem, int tries)
    {
        await using Backend backend = await Backend.AnsweringAsync(502, problem, "application/problem+json");
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Native);

        await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(Target, 1));

        Assert.Equal(tries, backend.Requests.Count);
    }

    [Fact]
    public async Task After_the_last_try_the_last_answer_is_reported()
    {
        await using Backend backend = await Backend.AnsweringAsync(503, "");
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic, configure: options => options.MaxRetries = 2);

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(Target, 1));

        Assert.Equal((503, true), ((int)refusal.StatusCode!, refusal.IsOutcomeUnknown));
        Assert.Equal(3, backend.Requests.Count);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("3600", 30)]
    [InlineData("Thu, 01 Jan 2026 00:00:09 GMT", 9)]
    public async Task A_Retry_After_is_honoured_up_to_the_cap(string retryAfter, int seconds)
    {
        var time = new JumpingTime();
        await using Backend backend = await Backend.AnsweringAsync(200, Started);
        backend.Next("/start-upload", context =>
        {
            context.Response.Headers.RetryAfter = retryAfter;
            return Backend.WriteAsync(context, 503, "");
        });
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic, time);

        await provider.CreateMultipartUploadAsync(Target, 1);

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(time.Jumped));
    }

    [Fact]
    public async Task What_a_back_end_that_throttles_asks_to_wait_is_in_the_exception_after_the_last_try()
    {
        await using Backend backend = await Backend.AnsweringAsync(200, Started);
        backend.Next("/start-upload", [.. Enumerable.Repeat<RequestDelegate>(context =>
        {
            context.Response.Headers.RetryAfter = "45";
            return Backend.WriteAsync(context, 429, "");
        }, 5)]);
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic, new JumpingTime());

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(Target, 1));

        Assert.Equal((429, TimeSpan.FromSeconds(45)), ((int)refusal.StatusCode!, refusal.RetryAfter));
    }

    [Fact]
    public async Task A_call_without_an_answer_is_given_up_after_its_time_and_tried_again()
    {
        var time = new JumpingTime();
        await using Backend backend = await Backend.AnsweringAsync(200, Started);
        var waits = new List<TimeSpan>();
        RequestDelegate hang = async context =>
        {
            waits.AddRange(time.Waiting);
            time.EndWaits();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        backend.Next("/start-upload", hang, hang);
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic, time);

        await provider.CreateMultipartUploadAsync(Target, 1);

        Assert.Equal([TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)], waits);
        Assert.Equal(3, backend.Requests.Count);
    }

    [Fact]
    public async Task A_completion_has_a_time_of_its_own()
    {
        var time = new JumpingTime();
        var waits = new List<TimeSpan>();
        await using Backend backend = await Backend.StartAsync(context =>
        {
            waits.AddRange(time.Waiting);
            return Backend.WriteAsync(context, 200, "{}");
        });
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic, time);

        await provider.CompleteMultipartUploadAsync(new MultipartUpload(Target, "id"), [new CompletedPart(1, "e")], 1);

        Assert.Equal([TimeSpan.FromMinutes(50)], waits);
    }

    [Fact]
    public async Task A_call_that_is_never_answered_says_so_and_leaves_the_outcome_open()
    {
        var time = new JumpingTime();
        await using Backend backend = await Backend.StartAsync(async context =>
        {
            time.EndWaits();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic, time, options => options.MaxRetries = 1);

        var refusal = await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(Target, 1));

        Assert.Contains("no answer within 300 s", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("sent 2 times", refusal.Message, StringComparison.Ordinal);
        Assert.True(refusal.IsOutcomeUnknown);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_asked_for_again()
    {
        await using Backend backend = await Backend.AnsweringAsync(200, Started);
        backend.Next("/start-upload", Backend.CutAsync, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic);

        Assert.Equal("id", (await provider.CreateMultipartUploadAsync(Target, 1)).UploadId);
        Assert.Equal(3, backend.Requests.Count);
    }

    [Fact]
    public async Task A_back_end_that_is_down_is_spared()
    {
        var time = new JumpingTime();
        await using Backend backend = await Backend.AnsweringAsync(503, "");
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic, time, options => options.MaxRetries = 0);

        var refusals = new List<PresignedUrlProviderException>();
        for (int i = 0; i < 25; i++)
        {
            refusals.Add(await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(Target, 1)));
        }

        Assert.Equal(20, backend.Requests.Count);
        Assert.Contains("held back", refusals[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_is_not_a_failure_and_ends_the_waiting()
    {
        using var cancellation = new CancellationTokenSource();
        await using Backend backend = await Backend.StartAsync(async context =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using RemotePresignedUrlProvider provider = Providers.Of(backend.Address, BackendContract.Classic);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => provider.CreateMultipartUploadAsync(Target, 1, cancellationToken: cancellation.Token));

        Assert.Single(backend.Requests);
    }

    [Fact]
    public async Task A_client_of_the_callers_is_used_as_it_is()
    {
        await using Backend backend = await Backend.AnsweringAsync(503, "");
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", "mine");
        using var provider = new RemotePresignedUrlProvider(client, new RemoteProviderOptions { BaseAddress = backend.Address, Contract = BackendContract.Classic });

        await Assert.ThrowsAsync<PresignedUrlProviderException>(() => provider.CreateMultipartUploadAsync(Target, 1));

        Assert.Equal("Bearer mine", Assert.Single(backend.Requests).Authorization);
    }

    private sealed class BrokenSocket : HttpMessageHandler
    {
        public int Calls { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            throw new SocketException((int)SocketError.ConnectionReset);
        }
    }
}
