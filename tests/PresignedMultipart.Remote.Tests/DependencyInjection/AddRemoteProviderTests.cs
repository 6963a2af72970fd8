using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PresignedMultipart.Remote.Tests.Support;

namespace PresignedMultipart.Remote.Tests.DependencyInjection;

public class AddRemoteProviderTests
{
    private const string Started = """{"data":{"uploadId":"id"}}""";

    [Fact]
    public async Task An_uploader_of_the_host_uploads_through_the_back_end()
    {
        await using Storage storage = await Storage.StartAsync();
        await using Backend backend = await NativeServer.StartAsync(storage);
        using IHost host = Host(services => services.AddPresignedMultipart().AddRemoteProvider(options => options.BaseAddress = backend.Address));

        await host.Services.GetRequiredService<IMultipartUploader>().UploadAsync(Storage.Content(10), new UploadTarget(Storage.Bucket, "key"));

        Assert.Equal(Storage.Content(10), storage.Read("key"));
    }

    [Fact]
    public async Task A_handler_of_the_application_proves_who_calls_at_each_try()
    {
        await using Backend backend = await Backend.AnsweringAsync(200, Started);
        backend.Next("/start-upload", context => Backend.WriteAsync(context, 503, ""));
        using IHost host = Host(services =>
        {
            services.AddSingleton<TimeProvider>(new JumpingTime());
            services.AddPresignedMultipart().AddRemoteProvider(options => Classic(options, backend)).AddHttpMessageHandler(() => new FreshToken());
        });

        await host.Services.GetRequiredService<IPresignedUrlProvider>().CreateMultipartUploadAsync(new UploadTarget("b", "k"), 1);

        Assert.Equal(["Bearer 1", "Bearer 2"], backend.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task Added_twice_it_takes_the_options_of_both_and_repeats_no_more_than_added_once()
    {
        await using Backend backend = await Backend.AnsweringAsync(503, "");
        using IHost host = Host(services =>
        {
            services.AddSingleton<TimeProvider>(new JumpingTime());
            services.AddPresignedMultipart().AddRemoteProvider(options => Classic(options, backend));
            services.AddPresignedMultipart().AddRemoteProvider(options => options.MaxRetries = 2).AddHttpMessageHandler(() => new FreshToken());
        });

        await Assert.ThrowsAsync<PresignedUrlProviderException>(() => host.Services.GetRequiredService<IPresignedUrlProvider>().CreateMultipartUploadAsync(new UploadTarget("b", "k"), 1));

        Assert.Equal(["Bearer 1", "Bearer 2", "Bearer 3"], backend.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task Named_uploaders_have_back_ends_of_their_own()
    {
        await using Backend one = await Backend.AnsweringAsync(200, Started);
        await using Backend two = await Backend.AnsweringAsync(200, Started);
        using IHost host = Host(services =>
        {
            services.AddPresignedMultipart("one").AddRemoteProvider(options => Classic(options, one));
            services.AddPresignedMultipart("two").AddRemoteProvider(options => Classic(options, two));
        });

        await host.Services.GetRequiredKeyedService<IPresignedUrlProvider>("two").CreateMultipartUploadAsync(new UploadTarget("b", "k"), 1);

        Assert.Empty(one.Requests);
        Assert.Single(two.Requests);
        Assert.NotNull(host.Services.GetRequiredKeyedService<RemotePresignedUrlProvider>("one"));
    }

    [Fact]
    public async Task Options_that_break_a_rule_stop_the_host_at_its_start()
    {
        using IHost host = Host(services => services.AddPresignedMultipart().AddRemoteProvider(_ => { }));

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("BaseAddress is not set", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repetitions_are_logged_without_an_address()
    {
        using var log = new Recorder();
        await using Backend backend = await Backend.AnsweringAsync(200, Started);
        backend.Next("/start-upload", context => Backend.WriteAsync(context, 503, ""));
        using IHost host = Host(services =>
        {
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
            services.AddSingleton<TimeProvider>(new JumpingTime());
            services.AddPresignedMultipart().AddRemoteProvider(options => Classic(options, backend));
        });

        await host.Services.GetRequiredService<IPresignedUrlProvider>().CreateMultipartUploadAsync(new UploadTarget("b", "the-key"), 1);

        Assert.Contains(log.Lines, line => line.Contains("CreateMultipartUpload failed (503) at try 1", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("fileName", StringComparison.Ordinal));
    }

    private static void Classic(RemoteProviderOptions options, Backend backend)
    {
        options.BaseAddress = backend.Address;
        options.Contract = BackendContract.Classic;
        options.AttemptTimeout = TimeSpan.FromMinutes(5);
    }

    private static IHost Host(Action<IServiceCollection> configure)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        configure(builder.Services);
        return builder.Build();
    }

    private sealed class FreshToken : DelegatingHandler
    {
        private int _tokens;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", $"{Interlocked.Increment(ref _tokens)}");
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public IReadOnlyList<string> Lines => [.. _lines];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
