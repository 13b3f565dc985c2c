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

import java.time.Duration;
import java.util.Arrays;

import com.chatbotkit.springai.api.netty.IdleLimit;
import org.apache.hc.client5.http.ConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Ends the use of an idle connection shortly before its server closes it. HttpComponents'
 * own strategy has no margin, and keeps a connection for 3 minutes if the server declares
 * no time.
 */
final class HttpComponentsKeepAlive implements ConnectionKeepAliveStrategy {

	private final @Nullable TimeValue maxIdle;

	HttpComponentsKeepAlive(@Nullable Duration maxIdle) {
		this.maxIdle = (maxIdle != null) ? TimeValue.of(maxIdle) : null;
	}

	@Override
	public TimeValue getKeepAliveDuration(HttpResponse response, HttpContext context) {
		if (this.maxIdle != null) {
			return this.maxIdle;
		}
		Duration usable = IdleLimit
			.ofServer(Arrays.stream(response.getHeaders("Keep-Alive")).map(NameValuePair::getValue).toList());
		if (usable == null) {
			usable = IdleLimit.otherwise(HttpClientContext.cast(context).getHttpRoute().isSecure());
		}
		// 0 would mean forever.
		return TimeValue.ofMilliseconds(Math.max(1, usable.toMillis()));
	}

}
