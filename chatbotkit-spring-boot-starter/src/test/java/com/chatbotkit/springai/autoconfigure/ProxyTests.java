/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.autoconfigure;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.impl.auth.CredentialsProviderBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.util.Throwables;
import org.eclipse.jetty.client.Authentication;
import org.eclipse.jetty.client.BasicAuthentication;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.transport.ProxyProvider;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.JettyClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of requests through a forward proxy that the application configures at Spring
 * Boot's connector builder.
 */
@Timeout(60)
class ProxyTests {

	private static final String PASSWORD = "pr0xy-s3cret";

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void aTunnelToTheEndpointShowsTheProxyNoSecret(String connector, @TempDir Path folder) throws Exception {
		try (TlsEndpoint endpoint = new TlsEndpoint(folder); TestProxy proxy = new TestProxy()) {
			runner(connector, proxy.address()).withPropertyValues(endpoint.property())
				.withPropertyValues(endpoint.trust())
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					assertThat(model.call("Hi")).isEqualTo("Hello");
					assertThat(model.stream(new Prompt("Hi")).count().block()).isEqualTo(2);
					assertThat(proxy.asked).isNotEmpty()
						.allSatisfy((head) -> assertThat(head).startsWith("CONNECT localhost:" + endpoint.port() + " ")
							.doesNotContainIgnoringCase("authorization")
							.doesNotContain(Contexts.SECRET));
					assertThat(proxy.sent).isNotEmpty().doesNotContain(Contexts.SECRET).doesNotContain("Bearer");
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void aTunnelMayStandAfterInterimResponses(String connector, @TempDir Path folder) throws Exception {
		try (TlsEndpoint endpoint = new TlsEndpoint(folder);
				TestProxy proxy = new TestProxy(
						"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")) {
			runner(connector, proxy.address()).withPropertyValues(endpoint.property())
				.withPropertyValues(endpoint.trust())
				.run((context) -> assertThat(context.getBean(ChatBotKitChatModel.class).call("Hi")).isEqualTo("Hello"));
		}
	}

	/**
	 * For the JDK's client this is a setting of the JVM, read once.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "http-components" })
	void aPasswordOpensTheTunnel(String connector, @TempDir Path folder) throws Exception {
		try (TlsEndpoint endpoint = new TlsEndpoint(folder); TestProxy proxy = TestProxy.asking("ann", PASSWORD)) {
			runner(connector, withPassword(connector, proxy.address(), PASSWORD))
				.withPropertyValues(endpoint.property())
				.withPropertyValues(endpoint.trust())
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					assertThat(model.call("Hi")).isEqualTo("Hello");
					assertThat(model.stream(new Prompt("Hi")).count().block()).isEqualTo(2);
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	@ExtendWith(OutputCaptureExtension.class)
	void aWrongPasswordIsARefusedTunnelAndIsNotTold(String connector, @TempDir Path folder, CapturedOutput output)
			throws Exception {
		String wrong = "wr0ng-s3cret";
		try (TlsEndpoint endpoint = new TlsEndpoint(folder); TestProxy proxy = TestProxy.asking("ann", PASSWORD)) {
			runner(connector, withPassword(connector, proxy.address(), wrong)).withPropertyValues(endpoint.property())
				.withPropertyValues(endpoint.trust())
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					for (ThrowingCallable exchange : List.<ThrowingCallable>of(() -> model.call("Hi"),
							() -> model.stream(new Prompt("Hi")).blockLast(),
							() -> context.getBean(ChatBotKitApi.class).checkBot("clx1").block())) {
						assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(exchange)
							.withMessageStartingWith("CONNECTION_FAILED: no connection: the proxy 127.0.0.1:"
									+ proxy.address().getPort() + " refused a tunnel to localhost:" + endpoint.port()
									+ ": 407 Proxy Authentication Required;"
									+ " give the HTTP client the user name and password that the proxy takes")
							.satisfies((ex) -> assertThat(Throwables.getStackTrace(ex)).doesNotContain(wrong));
					}
					assertThat(output.getAll()).doesNotContain(wrong);
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void plainHttpUsesTheProxyToo(String connector) throws Exception {
		try (TestEndpoint endpoint = TestEndpoint.friendly(); TestProxy proxy = new TestProxy()) {
			runner(connector, proxy.address()).withPropertyValues(endpoint.property()).run((context) -> {
				assertThat(context.getBean(ChatBotKitChatModel.class).call("Hi")).isEqualTo("Hello");
				assertThat(proxy.asked).hasSize(1);
				assertThat(endpoint.requests).hasSize(1);
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void anUnreachableProxyIsAFailedConnect(String connector) throws Exception {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			TestProxy gone = new TestProxy();
			gone.close();
			runner(connector, gone.address()).withPropertyValues(endpoint.property()).run((context) -> {
				assertThatExceptionOfType(ChatBotKitTransientException.class)
					.isThrownBy(() -> context.getBean(ChatBotKitChatModel.class).call("Hi"))
					.withMessageStartingWith("CONNECTION_FAILED: ");
				assertThat(endpoint.requests).isEmpty();
			});
		}
	}

	@Test
	void aBeanSetsTheProxyOfReactorNetty(@TempDir Path folder) throws Exception {
		try (TlsEndpoint endpoint = new TlsEndpoint(folder); TestProxy proxy = new TestProxy()) {
			Contexts.configured()
				.withUserConfiguration(ProxyConfiguration.class)
				.withPropertyValues(endpoint.property(), "proxy.host=" + proxy.address().getHostString(),
						"proxy.port=" + proxy.address().getPort())
				.withPropertyValues(endpoint.trust())
				.run((context) -> {
					assertThat(context.getBean(ChatBotKitChatModel.class).call("Hi")).isEqualTo("Hello");
					assertThat(proxy.asked).hasSize(1);
				});
		}
	}

	/**
	 * Without the starter, Jetty's own exception arrives.
	 */
	@Test
	void aTunnelThatIsRefusedToAJettyConnectorOfTheApplicationIsAFailedConnect() throws Exception {
		HttpClient client = new HttpClient();
		try (TestProxy proxy = TestProxy.asking("ann", PASSWORD)) {
			client.getProxyConfiguration().addProxy(new HttpProxy("127.0.0.1", proxy.address().getPort()));
			ChatBotKitApi api = ChatBotKitApi.builder()
				.secretKey(Contexts.SECRET)
				.baseUrl("https://localhost:1")
				.webClientBuilder(WebClient.builder().clientConnector(new JettyClientHttpConnector(client)))
				.build();
			ChatBotKitChatModel model = ChatBotKitChatModel.builder()
				.api(api)
				.options(ChatBotKitChatOptions.builder().bot("clx1").build())
				.build();
			for (ThrowingCallable exchange : List.<ThrowingCallable>of(() -> model.call("Hi"),
					() -> model.stream(new Prompt("Hi")).blockLast())) {
				assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(exchange)
					.withMessageStartingWith("CONNECTION_FAILED: no connection: ")
					.withMessageContaining("407");
			}
		}
		finally {
			client.stop();
		}
	}

	private static ApplicationContextRunner runner(String connector, InetSocketAddress proxy) {
		return runner(connector, customizer(connector, proxy));
	}

	private static ApplicationContextRunner runner(String connector,
			UnaryOperator<ClientHttpConnectorBuilder<?>> customizer) {
		return Contexts.configured()
			.withPropertyValues("spring.http.clients.reactive.connector=" + connector,
					"spring.ai.retry.backoff.initial-interval=1ms")
			.withBean(ClientHttpConnectorBuilderCustomizer.class, () -> customizer::apply);
	}

	private static UnaryOperator<ClientHttpConnectorBuilder<?>> withPassword(String connector, InetSocketAddress proxy,
			String password) {
		String host = proxy.getHostString();
		UnaryOperator<ClientHttpConnectorBuilder<?>> proxied = customizer(connector, proxy);
		return switch (connector) {
			case "reactor" -> (builder) -> ((ReactorClientHttpConnectorBuilder) builder)
				.withHttpClientCustomizer((client) -> client.proxy((spec) -> spec.type(ProxyProvider.Proxy.HTTP)
					.socketAddress(proxy)
					.username("ann")
					.password((user) -> password)));
			case "jdk" -> (builder) -> ((JdkClientHttpConnectorBuilder) proxied.apply(builder))
				.withHttpClientCustomizer((client) -> client.authenticator(new Authenticator() {

					@Override
					protected PasswordAuthentication getPasswordAuthentication() {
						return new PasswordAuthentication("ann", password.toCharArray());
					}

				}));
			case "jetty" -> (builder) -> ((JettyClientHttpConnectorBuilder) proxied.apply(builder))
				.withHttpClientCustomizer((client) -> client.getAuthenticationStore()
					.addAuthentication(new BasicAuthentication(URI.create("http://" + host + ":" + proxy.getPort()),
							Authentication.ANY_REALM, "ann", password)));
			default -> (builder) -> ((HttpComponentsClientHttpConnectorBuilder) proxied.apply(builder))
				.withHttpClientCustomizer(
						(client) -> client.setDefaultCredentialsProvider(CredentialsProviderBuilder.create()
							.add(new AuthScope(host, proxy.getPort()), "ann", password.toCharArray())
							.build()));
		};
	}

	static UnaryOperator<ClientHttpConnectorBuilder<?>> customizer(String connector, InetSocketAddress proxy) {
		return switch (connector) {
			case "reactor" -> (builder) -> ((ReactorClientHttpConnectorBuilder) builder).withHttpClientCustomizer(
					(client) -> client.proxy((spec) -> spec.type(ProxyProvider.Proxy.HTTP).socketAddress(proxy)));
			// Spring Boot 4.0 has no withProxySelector.
			case "jdk" -> (builder) -> ((JdkClientHttpConnectorBuilder) builder)
				.withHttpClientCustomizer((client) -> client.proxy(ProxySelector.of(proxy)));
			case "jetty" -> (builder) -> ((JettyClientHttpConnectorBuilder) builder)
				.withHttpClientCustomizer((client) -> client.getProxyConfiguration()
					.addProxy(new HttpProxy(proxy.getHostString(), proxy.getPort())));
			default -> (builder) -> ((HttpComponentsClientHttpConnectorBuilder) builder).withHttpClientCustomizer(
					(client) -> client.setProxy(new HttpHost(proxy.getHostString(), proxy.getPort())));
		};
	}

	@Configuration(proxyBeanMethods = false)
	static class ProxyConfiguration {

		// tag::proxy[]
		@Bean
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> proxy(
				@Value("${proxy.host}") String host, @Value("${proxy.port}") int port) {
			return (builder) -> builder.withHttpClientCustomizer(
					(client) -> client.proxy((proxy) -> proxy.type(ProxyProvider.Proxy.HTTP).host(host).port(port)));
		}
		// end::proxy[]

	}

}
