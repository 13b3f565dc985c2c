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

package com.chatbotkit.springai.api;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What the exceptions of connectors come to, where nothing was sent and where something
 * was.
 */
class WireFailureTests {

	static Stream<Arguments> failures() {
		WireFailure none = WireFailure.NO_CONNECTION;
		WireFailure plain = WireFailure.PLAIN_TEXT;
		WireFailure insecure = WireFailure.NO_SECURE_CONNECTION;
		WireFailure lost = WireFailure.LOST;
		WireFailure other = WireFailure.OTHER;
		return Stream.of(arguments(new ConnectException("Connection refused"), none, none),
				arguments(new UnknownHostException("nowhere"), none, none),
				arguments(new UnresolvedAddressException(), none, none),
				arguments(new HttpConnectTimeoutException("late"), none, none),
				arguments(new ConnectTimeoutException("late"), none, none),
				arguments(new SocketTimeoutException("Connect Timeout"), none, none),
				arguments(new SslHandshakeTimeoutException("handshake timed out after 1000ms"), none, none),
				arguments(new SocketException("Too many open files"), none, lost),
				arguments(new ChannelException("Unable to create Channel", new IOException("Too many open files")),
						none, other),
				arguments(new SSLHandshakeException("Remote host terminated the handshake"), none, none),
				arguments(caused(new SSLHandshakeException("no"), new EOFException()), none, none),
				arguments(new SSLException("Connection reset"), none, lost),
				arguments(new SSLHandshakeException("Received fatal alert: handshake_failure"), insecure, insecure),
				arguments(new SSLException("Unrecognized SSL message, plaintext connection?"), plain, plain),
				arguments(new NotSslRecordException("not an SSL/TLS record"), plain, plain),
				arguments(
						caused(new SSLHandshakeException("PKIX path building failed"),
								new CertificateException(new CertPathValidatorException("unknown"))),
						insecure, insecure),
				arguments(new ClosedChannelException(), none, lost), arguments(new EOFException(), none, lost),
				arguments(new PrematureChannelClosureException("Connection closed before received headers"), lost,
						lost),
				arguments(new TimeoutException("Idle timeout expired"), none, WireFailure.TIMEOUT),
				arguments(new ProtocolException("Invalid status line"), none, other),
				arguments(new IllegalArgumentException("a header that cannot be sent"), other, other));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void anExceptionIsOneKindOfFailure(Exception ex, WireFailure unsent, WireFailure sent) {
		assertThat(WireFailure.of(ex, false)).isEqualTo(unsent);
		assertThat(WireFailure.of(ex, true)).isEqualTo(sent);
	}

	@Test
	void aTunnelThatIsRefusedNamesTheProxyAndItsStatus() throws Exception {
		Exception refused = new HttpProxyHandler.HttpProxyConnectException(
				"http, none, /127.0.0.1:3128 => api.example.com/<unresolved>:443, status: 407 Proxy Authentication Required",
				null);
		SSLException told = caused(new SSLException("failure when writing TLS control frames"), refused);
		assertThat(WireFailure.of(told, true)).isEqualTo(WireFailure.NO_CONNECTION);
		assertThat(WireFailureMessage.of(told)).isEqualTo("the proxy 127.0.0.1:3128 refused a tunnel to"
				+ " api.example.com:443: 407 Proxy Authentication Required;"
				+ " give the HTTP client the user name and password that the proxy takes");
	}

	@Test
	void theReasonOfAProxyMayLookLikeAStatus() {
		assertThat(WireFailureMessage.of(new HttpProxyHandler.HttpProxyConnectException(
				"http, none, /127.0.0.1:3128 => api.example.com/<unresolved>:443, status: 403 No, status: 200 OK",
				null)))
			.endsWith(": 403 Forbidden");
	}

	@Test
	void aTunnelThatDoesNotStandNamesTheProxy() {
		SSLException told = caused(new SSLException("failure when writing TLS control frames"),
				new ProxyConnectException(
						"http, none, proxy.corp/10.0.0.1:3128 => api.example.com/<unresolved>:443, disconnected"));
		assertThat(WireFailure.of(told, true)).isEqualTo(WireFailure.NO_CONNECTION);
		assertThat(WireFailureMessage.of(told))
			.isEqualTo("the proxy 10.0.0.1:3128 opened no tunnel to api.example.com:443: disconnected");
	}

	private static <T extends Throwable> T caused(T ex, Throwable cause) {
		ex.initCause(cause);
		return ex;
	}

}
