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

package com.chatbotkit.springai.server.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a write that fails, because its client has gone, harms no other request:
 * containers use a response again.
 */
class FailedWriteOverWebMvcTests {

	private static final long SECONDS = 20;

	@Test
	void anExchangeEndsAfterTheWriteThatFailed() throws Exception {
		try (ServedApplication application = start("spring.ai.chatbotkit.server.keep-alive=20ms")) {
			CountDownLatch stopped = new CountDownLatch(1);
			application.bean(ScriptedModel.class)
				.stream(Flux.just(ScriptedModel.parts("STOP", List.of(), "One")[0])
					.concatWith(Flux.never())
					.doOnCancel(stopped::countDown));
			try (Socket socket = application.ask("""
					{"model":"support","messages":[{"role":"user","content":"Hi"}],"stream":true}""")) {
				assertThat(socket.getInputStream().read()).isNotNegative();
				// Closed so, the next write fails.
				socket.setSoLinger(true, 0);
			}
			HeldFailures held = application.bean(HeldFailures.class);
			assertThat(held.endedWithin.get(SECONDS, TimeUnit.SECONDS)).isFalse();
			assertThat(held.ended.await(SECONDS, TimeUnit.SECONDS)).isTrue();
			assertThat(stopped.await(SECONDS, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void aResponseIsUsedForOneConnectionOnly() {
		try (ServedApplication application = start("server.http2.enabled=true")) {
			Connector connector = connector(application);
			assertThat(((AbstractProtocol<?>) connector.getProtocolHandler()).getProcessorCache()).isZero();
			assertThat(connector.findUpgradeProtocols()).singleElement()
				.isInstanceOfSatisfying(Http2Protocol.class,
						(http2) -> assertThat(http2.getDiscardRequestsAndResponses()).isTrue());
		}
	}

	@Test
	void theApplicationMayChooseAnotherProcessorCache() {
		try (ServedApplication application = start("server.tomcat.processor-cache=50")) {
			assertThat(((AbstractProtocol<?>) connector(application).getProtocolHandler()).getProcessorCache())
				.isEqualTo(50);
		}
	}

	private static ServedApplication start(String property) {
		return ServedApplication.start(WebApplicationType.SERVLET, Agents.class, property);
	}

	private static Connector connector(ServedApplication application) {
		return ((TomcatWebServer) application.server()).getTomcat().getConnector();
	}

	@Configuration(proxyBeanMethods = false)
	static class Agents {

		@Bean
		ScriptedModel scriptedModel() {
			return new ScriptedModel();
		}

		@Bean
		ChatClient support(ScriptedModel model) {
			return ChatClient.create(model);
		}

		@Bean
		HeldFailures heldFailures() {
			return new HeldFailures();
		}

	}

	/**
	 * Keeps a thread within a write that has failed, and notes whether the container ends
	 * the exchange meanwhile.
	 */
	static final class HeldFailures implements Filter, AsyncListener {

		private final CountDownLatch ended = new CountDownLatch(1);

		private final CompletableFuture<Boolean> endedWithin = new CompletableFuture<>();

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {

				@Override
				public ServletOutputStream getOutputStream() throws IOException {
					return new Output(super.getOutputStream());
				}

			});
			// After the listener of the endpoint.
			request.getAsyncContext().addListener(this);
		}

		private boolean endsMeanwhile() {
			while (true) {
				try {
					return this.ended.await(300, TimeUnit.MILLISECONDS);
				}
				catch (InterruptedException ex) {
					// What feeds the exchange was cancelled.
				}
			}
		}

		@Override
		public void onComplete(AsyncEvent event) {
			this.ended.countDown();
		}

		@Override
		public void onTimeout(AsyncEvent event) {
			this.ended.countDown();
		}

		@Override
		public void onError(AsyncEvent event) {
			this.ended.countDown();
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			// The exchange goes on.
		}

		private final class Output extends ServletOutputStream {

			private final ServletOutputStream output;

			Output(ServletOutputStream output) {
				this.output = output;
			}

			@Override
			public boolean isReady() {
				return this.output.isReady();
			}

			@Override
			public void setWriteListener(WriteListener listener) {
				this.output.setWriteListener(listener);
			}

			@Override
			public void write(int b) throws IOException {
				this.output.write(b);
			}

			@Override
			public void write(byte[] bytes, int offset, int length) throws IOException {
				this.output.write(bytes, offset, length);
			}

			@Override
			public void flush() throws IOException {
				try {
					this.output.flush();
				}
				catch (IOException ex) {
					HeldFailures.this.endedWithin.complete(endsMeanwhile());
					throw ex;
				}
			}

		}

	}

}
