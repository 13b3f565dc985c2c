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

package com.chatbotkit.springai.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JavaScriptNumbersTests {

	@ParameterizedTest
	@CsvSource({ "0,0", "-0.0,0", "1,1", "-1.5,-1.5", "1e21,1e+21", "1.5e21,1.5e+21",
			"123456789012345680000," + "123456789012345680000", "1e-6,0.000001", "1e-7,1e-7", "1.25e-7,1.25e-7",
			"5e-324,5e-324", "2e-3,0.002", "1e23,1e+23", "0.1,0.1", "9007199254740993,9007199254740992", "NaN,NaN",
			"Infinity,Infinity" })
	void printsAsJavaScriptDoes(double value, String text) {
		assertThat(JavaScriptNumbers.toText(value)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "1", "+1", "1.", ".1", "1e5", "0x1F", "0b1", "0o7", "Infinity", "\u00a01\ufeff" })
	void takesForNumeric(String text) {
		assertThat(JavaScriptNumbers.isNumeric(text)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "1x", "+0x1", "0b2", "infinity", "1e", "--1", "1_0", "NaN" })
	void takesNotForNumeric(String text) {
		assertThat(JavaScriptNumbers.isNumeric(text)).isFalse();
	}

	@Test
	void parsesTheLeadingDecimalOnly() {
		assertThat(JavaScriptNumbers.parseFloat(" 12.5px")).isEqualTo(12.5);
		assertThat(JavaScriptNumbers.parseFloat("0x10")).isZero();
		assertThat(JavaScriptNumbers.parseFloat(" ")).isNaN();
	}

}
