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

package com.chatbotkit.springai.autoconfigure.connection;

import java.io.EOFException;

import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Tests of {@link JettyExchange}.
 */
class JettyExchangeTests {

	private final Request request = mock();

	private final Connection connection = mock();

	@BeforeEach
	void begin() {
		given(this.request.getConnection()).willReturn(this.connection);
		new JettyExchange(this.request, new JettyHandshakes(), 1000, false, (cancelled) -> {
		});
	}

	/** It takes a few microseconds of Jetty's, so that no real server can aim at it. */
	@Test
	void aRequestThatWasWrittenToAClosedConnectionFails() {
		given(this.connection.isClosed()).willReturn(true);
		written().onSuccess(this.request);
		verify(this.request).abort(any(EOFException.class));
	}

	@Test
	void aRequestThatWasWrittenToAnOpenConnectionDoesNot() {
		written().onSuccess(this.request);
		verify(this.request, never()).abort(any());
	}

	private Request.SuccessListener written() {
		ArgumentCaptor<Request.SuccessListener> listener = ArgumentCaptor.captor();
		verify(this.request).onRequestSuccess(listener.capture());
		return listener.getValue();
	}

}
